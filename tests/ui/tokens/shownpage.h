#pragma once

#include "tests/unit/inventory/invented.h"
#include "ui/parts/actions.h"
#include "ui/style/look.h"
#include "ui/tokens/filterfield.h"
#include "ui/tokens/tokenspage.h"
#include "ui/tokens/tokentableview.h"

#include <QApplication>
#include <QLineEdit>
#include <QTest>

namespace latchkey {

//! A page over an inventory of its own, in a window of `width` pixels.
struct ShownPage
{
    StandingClock clock;
    TokenTable table{clock};
    TokenTableModel model{table, clock, QLocale::c()};
    Actions actions;
    QWidget window;
    TokensPage page{model, actions, clock, &window};
    TokenTableView &view = *page.findChild<TokenTableView *>();

    explicit ShownPage(int width = 1200)
    {
        window.resize(width, 600);
        page.resize(width, 600);
        window.show();
        window.activateWindow();
        view.setFocus();
    }

    //! Until the table shows the newest inventory.
    [[nodiscard]] bool settle()
    {
        return QTest::qWaitFor(
            [this] { return model.isSettled() && model.snapshot().serial() == table.snapshot()->serial(); });
    }

    //! Tokens "0", "1" … in an account: shown in this order, by name.
    void load(int count, const AccountRow &account = inventedAccount(QStringLiteral("a")))
    {
        QList<Token> tokens;
        for (int i = 0; i < count; ++i) {
            Token token = inventedToken(QString::number(i), QStringLiteral("token %1").arg(i));
            token.state = TokenState::Active;
            tokens += token;
        }
        latchkey::load(table, account, tokens);
        model.sort(int(TokenTableModel::Column::Name));
        QVERIFY(settle());
    }

    //! Ids of the selected tokens, from the top: "1 2 3".
    [[nodiscard]] QString selected() const
    {
        QStringList ids;
        const QList<Token> tokens = page.selectedTokens();
        for (const Token &token : tokens)
            ids += token.id.value;
        return ids.join(u' ');
    }

    //! Ids of the shown tokens, from the top.
    [[nodiscard]] QString shown() const
    {
        QStringList ids;
        for (int row = 0; row < model.rowCount(); ++row)
            ids += model.token(row).id.value;
        return ids.join(u' ');
    }

    [[nodiscard]] QPoint middleOf(int row, TokenTableModel::Column column = TokenTableModel::Column::Name) const
    {
        return view.visualRect(model.index(row, int(column))).center();
    }
    void click(int row, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, middleOf(row));
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
    [[nodiscard]] QLineEdit &edit() const { return *page.findChild<QLineEdit *>(QStringLiteral("filterEdit")); }
};

} // namespace latchkey
