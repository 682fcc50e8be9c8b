#include "shownpage.h"

#include "ui/parts/banner.h"
#include "ui/parts/emptystate.h"
#include "ui/parts/plainlabel.h"
#include "ui/tokens/chipbar.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>

using namespace latchkey;
using namespace Qt::StringLiterals;

using Column = TokenTableModel::Column;

namespace {

//! What the empty state says; empty: the table is shown.
QString emptiness(const ShownPage &shown)
{
    const auto *empty = shown.page.findChild<EmptyState *>();
    return empty->isVisible() ? empty->accessibleName() : QString();
}

QStringList buttonsOf(const ShownPage &shown)
{
    QStringList texts;
    const auto buttons = shown.page.findChild<EmptyState *>()->findChildren<QPushButton *>();
    for (const QPushButton *button : buttons) {
        if (button->isVisible())
            texts += button->text();
    }
    return texts;
}

void pressEmptyButton(const ShownPage &shown, const QString &text)
{
    const auto buttons = shown.page.findChild<EmptyState *>()->findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->text() == text && button->isVisible())
            return QTest::mouseClick(button, Qt::LeftButton);
    }
    QFAIL("no such button");
}

QStringList chipsOf(const ShownPage &shown, const QString &name)
{
    QStringList texts;
    const auto chips = shown.page.findChildren<Chip *>(name);
    for (const Chip *chip : chips) {
        if (!chip->isHidden())
            texts += chip->label();
    }
    return texts;
}

void clickChip(const ShownPage &shown, const QString &text)
{
    const auto chips = shown.page.findChildren<Chip *>();
    for (Chip *chip : chips) {
        if (chip->label() == text && !chip->isHidden())
            return QTest::mouseClick(chip, Qt::LeftButton);
    }
    QFAIL("no such chip");
}

QString textOf(const ShownPage &shown, const char *label)
{
    const auto *found = shown.page.findChild<PlainLabel *>(QLatin1String(label));
    return found && found->isVisible() ? found->text() : QString();
}

} // namespace

//! The whole page: filter, chips, title, empty states, clipboard.
class TestTokensPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyLook(*qApp, Appearance::Light); }

    // Filter

    void typingFilters()
    {
        ShownPage shown;
        shown.load(20);
        const QSignalSpy changed(&shown.page, &TokensPage::filterChanged);
        shown.actions.find->trigger();
        QVERIFY(shown.edit().hasFocus());
        QTest::keyClicks(&shown.edit(), u"name:1"_s);
        QTRY_COMPARE(shown.shown(), u"1 10 11 12 13 14 15 16 17 18 19"_s);
        QCOMPARE(textOf(shown, "filterCount"), u"11 of 20"_s);
        QCOMPARE(changed.last().first().toString(), u"name:1"_s);
        QTest::keyClick(&shown.edit(), Qt::Key_Down); // the completions, if any, are closed first
        QTest::keyClick(&shown.edit(), Qt::Key_Escape);
        QTRY_COMPARE(shown.page.filterLine(), QString());
        QVERIFY(shown.settle());
        QCOMPARE(shown.model.rowCount(), 20);
        QCOMPARE(textOf(shown, "filterCount"), QString());
    }

    void hearsWhatAssistiveTechnologyWrites()
    {
        ShownPage shown;
        shown.load(20);
        shown.view.setFocus();
        QAccessibleInterface *line = QAccessible::queryAccessibleInterface(&shown.edit());
        line->setText(QAccessible::Value, u"name:1"_s);
        QTRY_COMPARE(shown.shown(), u"1 10 11 12 13 14 15 16 17 18 19"_s);
        line->editableTextInterface()->insertText(6, u"9"_s);
        QTRY_COMPARE(shown.shown(), u"19"_s);
        line->editableTextInterface()->deleteText(0, 7);
        QTRY_COMPARE(shown.page.filterLine(), QString());
        QTRY_COMPARE(shown.model.rowCount(), 20);
        QVERIFY(shown.view.hasFocus()); // no proposals pop up over what has the keys
    }

    void aMistakeIsSaidBelowAndLeavesTheTable()
    {
        ShownPage shown;
        shown.load(20);
        shown.page.setFilterLine(u"name:1"_s);
        QVERIFY(shown.settle());
        QTest::keyClicks(&shown.edit(), u" unused>90x"_s);
        QCOMPARE(textOf(shown, "filterError"), QString()); // whoever still types is not interrupted
        QTRY_COMPARE(textOf(shown, "filterError"),
                     u"“90x” is not a duration. Write one like unused>90d; units are h, d, w, m, y. The table is "
                     "unchanged."_s);
        QCOMPARE(shown.edit().accessibleDescription().left(5), u"“90x”"_s);
        QVERIFY(shown.settle());
        QCOMPARE(shown.model.rowCount(), 11);
        QTest::keyClick(&shown.edit(), Qt::Key_Backspace);
        QTest::keyClicks(&shown.edit(), u"d"_s);
        QTRY_COMPARE(textOf(shown, "filterError"), QString());
    }

    void enterSaysAMistakeAtOnce()
    {
        ShownPage shown;
        shown.load(1);
        shown.edit().setFocus();
        QTest::keyClicks(&shown.edit(), u"state:dead"_s);
        QTest::keyClick(&shown.edit(), Qt::Key_Return);
        QVERIFY(textOf(shown, "filterError").startsWith(u"“state” cannot be “dead”."_s));
    }

    void completesKeysAndValues()
    {
        ShownPage shown;
        Token token = inventedToken(u"1"_s, u"x"_s);
        token.scopes = QStringList{u"purge all"_s, u"global\u202e"_s};
        latchkey::load(shown.table, inventedAccount(u"prod-cdn"_s), {token});
        QVERIFY(shown.settle());
        shown.edit().setFocus();
        QTest::keyClicks(&shown.edit(), u"acc"_s);
        auto *list = QApplication::activePopupWidget();
        QVERIFY(list);
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(shown.page.filterLine(), u"account:"_s);
        list = QApplication::activePopupWidget();
        QVERIFY(list);
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(shown.page.filterLine(), u"account:prod-cdn "_s);
        QTest::keyClicks(&shown.edit(), u"-scope:"_s);
        list = QApplication::activePopupWidget();
        QVERIFY(list);
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(shown.page.filterLine(), u"account:prod-cdn -scope:\"purge all\" "_s); // nothing invisible is offered
        QTRY_COMPARE(shown.model.rowCount(), 0);
    }

    void chipsAreTheConditionsOfTheLine()
    {
        ShownPage shown;
        shown.load(20);
        shown.page.setFilterLine(u"-name:keep -\"browser session\" unused>=90d account:a"_s);
        QTRY_COMPARE(chipsOf(shown, u"conditionChip"_s).join(u" | "),
                     u"not name: keep | not “browser session” | unused >= 90d | account: a"_s);
        clickChip(shown, u"not “browser session”"_s);
        QCOMPARE(shown.page.filterLine(), u"-name:keep unused>=90d account:a"_s);
    }

    void readyFiltersCountAndAdd()
    {
        ShownPage shown;
        QList<Token> tokens;
        for (int i = 0; i < 6; ++i) {
            Token token = inventedToken(QString::number(i), u"x"_s);
            token.expires = i < 4 ? Moment::never() : daysFromNow(i == 4 ? 5 : -5);
            tokens += token;
        }
        latchkey::load(shown.table, inventedAccount(u"a"_s), tokens);
        QVERIFY(shown.settle());
        const auto countOf = [&shown](const QString &text) {
            const auto chips = shown.page.findChildren<Chip *>(u"readyChip"_s);
            for (const Chip *chip : chips) {
                if (chip->label() == text && !chip->isHidden())
                    return chip->accessibleDescription();
            }
            return u"no chip"_s;
        };
        QTRY_COMPARE(countOf(u"Never expires"_s), u"4 token(s)"_s);
        QCOMPARE(countOf(u"Expires < 14 days"_s), u"1 token(s)"_s); // not what expired long ago
        clickChip(shown, u"Never expires"_s);
        QCOMPARE(shown.page.filterLine(), u"expires:never"_s);
        QCOMPARE(countOf(u"Never expires"_s), u"no chip"_s);
        QVERIFY(shown.settle());
        QCOMPARE(shown.model.rowCount(), 4);
    }

    void enterKeepsWhatWasTyped()
    {
        ShownPage shown;
        Token token = inventedToken(u"1"_s, u"x"_s);
        token.scopes = QStringList{u"purge_all"_s};
        latchkey::load(shown.table, inventedAccount(u"a"_s), {token});
        QVERIFY(shown.settle());
        QVERIFY(QTest::qWaitForWindowActive(&shown.window));
        shown.edit().setFocus();
        QTest::keyClicks(&shown.edit(), u"scope:purge"_s);
        QTest::keyClick(&shown.edit(), Qt::Key_Return); // not the proposal
        QCOMPARE(shown.page.filterLine(), u"scope:purge"_s);
        QVERIFY(shown.settle());
        QCOMPARE(shown.model.rowCount(), 0);
    }

    void theKeyboardStaysInTheChips()
    {
        ShownPage shown;
        shown.load(5);
        QVERIFY(QTest::qWaitForWindowActive(&shown.window));
        const auto focused = [] {
            const auto *chip = qobject_cast<Chip *>(QApplication::focusWidget());
            return chip != nullptr ? chip->label() : u"no chip"_s;
        };
        const auto press = [](int key, Qt::KeyboardModifiers with = {}) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), with);
        };
        shown.page.findChild<FilterField *>()->setFocus();
        press(Qt::Key_Tab); // the chips come next, also after they were made anew
        QCOMPARE(focused(), u"Unused > 90 days"_s);
        press(Qt::Key_Space);
        QCOMPARE(focused(), u"unused > 90d"_s);
        press(Qt::Key_Tab);
        QCOMPARE(focused(), u"Expires < 14 days"_s);
        press(Qt::Key_Space); // two conditions
        QCOMPARE(focused(), u"expires < 14d"_s);
        press(Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(focused(), u"expires > 0d"_s);
        press(Qt::Key_Space);
        QCOMPARE(focused(), u"expires < 14d"_s);
        shown.actions.clearFilter->trigger();
        QCOMPARE(focused(), u"Expires < 14 days"_s);
        press(Qt::Key_Backtab, Qt::ShiftModifier);
        press(Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget(), shown.page.findChild<FilterField *>()->focusProxy());
    }

    void chipsFoldInANarrowWindow()
    {
        ShownPage shown(800);
        shown.load(5);
        shown.page.setFilterLine(u"name:token"_s);
        const auto *button = shown.page.findChild<QPushButton *>(u"filtersButton"_s);
        QVERIFY(button->isVisible());
        QCOMPARE(button->text(), u"Filters 1"_s);
        QVERIFY(!shown.page.findChild<ChipBar *>()->isVisible());
        shown.window.resize(1400, 600);
        shown.page.resize(1400, 600);
        QVERIFY(!button->isVisible());
        QVERIFY(shown.page.findChild<ChipBar *>()->isVisible());
    }

    // One account

    void anAccountRestrictsBesidesTheFilter()
    {
        ShownPage shown;
        AccountRow production = inventedAccount(u"prod"_s);
        production.environment = Environment::Production;
        latchkey::load(shown.table, production, {inventedToken(u"p1"_s, u"x"_s), inventedToken(u"p2"_s, u"y"_s)});
        latchkey::load(shown.table, inventedAccount(u"b"_s), {inventedToken(u"b1"_s, u"x"_s)});
        shown.page.setFilterLine(u"name:x"_s);
        QVERIFY(shown.settle());
        QCOMPARE(shown.model.rowCount(), 2);
        shown.page.setAccount(production.id);
        QVERIFY(shown.settle());
        QCOMPARE(shown.shown(), u"p1"_s);
        QCOMPARE(textOf(shown, "titleAccount"), u"prod"_s);
        QCOMPARE(textOf(shown, "filterCount"), u"1 of 2"_s);
        QCOMPARE(shown.page.filterLine(), u"name:x"_s);
        shown.page.setAccount({});
        QCOMPARE(textOf(shown, "titleAccount"), u"All accounts"_s);
    }

    void theAccountIsChosenInTheTitleOfANarrowWindow()
    {
        ShownPage shown(800);
        shown.load(2, inventedAccount(u"R&D"_s));
        auto *button = shown.page.findChild<QPushButton *>(u"chooseAccount"_s);
        QVERIFY(button->isVisible());
        QCOMPARE(button->text(), u"All accounts"_s);
        std::optional<AccountId> wanted;
        connect(&shown.page, &TokensPage::accountWanted, &shown.page,
                [&wanted](const std::optional<AccountId> &account) { wanted = account; });
        QTest::mouseClick(button, Qt::LeftButton);
        auto *menu = shown.page.findChild<QMenu *>(u"accountsMenu"_s);
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 2);
        menu->actions().at(1)->trigger();
        QCOMPARE(wanted, std::optional(inventedAccount(u"R&D"_s).id));
        menu->close();
        shown.page.setAccount(wanted);
        QCOMPARE(button->text(), u"R&&D"_s);
        shown.window.resize(1400, 600);
        shown.page.resize(1400, 600);
        QVERIFY(!button->isVisible());
    }

    // Empty

    void withoutAccountsItSaysHowToBegin()
    {
        ShownPage shown;
        QVERIFY(shown.settle());
        QCOMPARE(emptiness(shown), u"No accounts yet"_s);
        QSignalSpy add(shown.actions.addAccount, &QAction::triggered);
        QSignalSpy demo(shown.actions.startDemo, &QAction::triggered);
        pressEmptyButton(shown, u"Add account…"_s);
        pressEmptyButton(shown, u"Start the demo"_s);
        QCOMPARE(add.size(), 1);
        QCOMPARE(demo.size(), 1);
    }

    void anEmptyAccountIsNotAnUnloadedOne()
    {
        ShownPage shown;
        shown.table.setAccount(inventedAccount(u"a"_s));
        QVERIFY(shown.settle());
        QCOMPARE(emptiness(shown), u"Nothing is loaded yet"_s);
        QCOMPARE(buttonsOf(shown), QStringList{u"Refresh"_s});
        latchkey::load(shown.table, inventedAccount(u"a"_s), {});
        QVERIFY(shown.settle());
        QCOMPARE(emptiness(shown), u"There are no tokens"_s);
        shown.page.setAccount(inventedAccount(u"a"_s).id);
        QVERIFY(shown.settle());
        QCOMPARE(emptiness(shown), u"a has no tokens"_s);
        QCOMPARE(buttonsOf(shown), (QStringList{u"Refresh"_s, u"New token…"_s}));
    }

    void nothingIsCalledEmptyWhileItLoadsOrAfterItFailed()
    {
        ShownPage shown;
        const AccountRow account = inventedAccount(u"a"_s);
        latchkey::load(shown.table, account, {}, tl::unexpected(Error{.kind = Error::Kind::Unreachable}));
        QVERIFY(shown.settle());
        QCOMPARE(emptiness(shown), u"Nothing could be loaded"_s);
        shown.page.setAccount(account.id);
        QVERIFY(shown.settle());
        QCOMPARE(emptiness(shown), u"a could not be loaded"_s);
        shown.page.setAccount(std::nullopt);
        const auto load = shown.table.beginLoad(account);
        QVERIFY(shown.settle());
        QCOMPARE(emptiness(shown), QString());
        load->finish(complete());
        QVERIFY(shown.settle());
        QCOMPARE(emptiness(shown), u"There are no tokens"_s);
    }

    void noMatchNamesTheConditionToDrop()
    {
        ShownPage shown;
        shown.load(20);
        shown.page.setFilterLine(u"name:token account:nobody name:2"_s);
        QVERIFY(shown.settle());
        QCOMPARE(emptiness(shown), u"No token matches"_s);
        QTRY_COMPARE(buttonsOf(shown), (QStringList{u"Drop account: nobody"_s, u"Clear filter"_s}));
        QCOMPARE(shown.page.findChild<EmptyState *>()->accessibleDescription(),
                 u"Without the condition account: nobody there would be 20."_s);
        pressEmptyButton(shown, u"Drop account: nobody"_s);
        QCOMPARE(shown.page.filterLine(), u"name:token name:2"_s);
        QVERIFY(shown.settle());
        QCOMPARE(emptiness(shown), QString());
    }

    // Loading

    void theTitleShowsHowFarALoadIs()
    {
        ShownPage shown;
        const AccountRow account = inventedAccount(u"login-eu"_s);
        const auto load = shown.table.beginLoad(account);
        load->expect(5310);
        for (int i = 0; i < 1240; ++i)
            pour(*load, inventedToken(QString::number(i)));
        QTRY_COMPARE(textOf(shown, "loadProgress"), u"login-eu: 1,240 of 5,310"_s);
        QCOMPARE(shown.model.rowCount(), 1240); // usable at once
        const QSignalSpy stop(&shown.page, &TokensPage::stopLoadingRequested);
        QTest::mouseClick(shown.page.findChild<QPushButton *>(u"stopLoading"_s), Qt::LeftButton);
        QCOMPARE(stop.size(), 1);
        load->finish(complete());
        QTRY_COMPARE(textOf(shown, "loadProgress"), QString());
        QCOMPARE(textOf(shown, "refreshed"), u"Refreshed just now"_s);
    }

    // After a run

    void exactlyTheGivenTokensAreSelected()
    {
        ShownPage shown;
        shown.load(20);
        shown.page.setFilterLine(u"name:1"_s);
        QVERIFY(shown.settle());
        const AccountId account = inventedAccount(u"a"_s).id;
        shown.page.selectTokens({{account, {u"12"_s}}, {account, {u"3"_s}}, {account, {u"gone"_s}}});
        QVERIFY(shown.settle());
        QCOMPARE(shown.selected(), u"3 12"_s);
        QCOMPARE(shown.page.filterLine(), QString());
        shown.page.selectTokens({});
        QCOMPARE(shown.selected(), QString());
    }

    void aNewTokenIsSelectedOnceItIsListed()
    {
        ShownPage shown;
        shown.load(2);
        const AccountId account = inventedAccount(u"a"_s).id;
        shown.page.selectWhenListed(account, {u"40"_s});
        QVERIFY(shown.settle());
        QCOMPARE(shown.selected(), QString());
        shown.load(50);
        QCOMPARE(shown.selected(), u"40"_s);
        QCOMPARE(shown.view.currentIndex().row(), shown.model.indexOf(account, {u"40"_s}).row());
        QVERIFY(shown.view.rect().contains(shown.view.visualRect(shown.view.currentIndex())));

        shown.page.selectTokens({{account, {u"3"_s}}, {account, {u"4"_s}}});
        shown.page.selectWhenListed(account, {u"50"_s}); // what was chosen for something else stays
        shown.load(51);
        QCOMPARE(shown.selected(), u"3 4"_s);

        shown.page.selectTokens({});
        shown.page.setFilterLine(u"name:1"_s);
        shown.page.selectWhenListed(account, {u"52"_s}); // hidden by the filter, now and later
        shown.load(53);
        shown.page.setFilterLine({});
        QVERIFY(shown.settle());
        QCOMPARE(shown.selected(), QString());
    }

    // Clipboard

    void copiesRowsAsTheTableHasThem()
    {
        ShownPage shown;
        Token token = inventedToken(u"id-1"_s, u"=cmd\u202e()"_s);
        token.state = TokenState::Active;
        token.lastUsed = daysFromNow(-2);
        token.expires = Moment::never();
        token.scopes = QStringList{u"global"_s, u"purge_all"_s};
        latchkey::load(shown.table, inventedAccount(u"a"_s), {token, inventedToken(u"id-2"_s)});
        QVERIFY(shown.settle());
        shown.actions.selectAll->trigger();
        shown.actions.copyRows->trigger();
        QCOMPARE(QApplication::clipboard()->text(),
                 u"State\tName\tAccount\tOwner\tScopes\tLast used\tExpires\n"
                 "active\t'=cmd[U+202E]()\ta\tnot reported\tglobal, purge_all\t2025-11-29T12:00:00Z\tnever\n"
                 "not reported\tnot reported\ta\tnot reported\tnot reported\tnot reported\tnot reported\n"_s);
        shown.actions.copyId->trigger();
        QCOMPARE(QApplication::clipboard()->text(), u"id-1\nid-2"_s);
        shown.click(0);
        shown.actions.copyCell->trigger();
        QCOMPARE(QApplication::clipboard()->text(), u"=cmd[U+202E]()"_s);
    }

    void actionsSayWhyTheyAreOff()
    {
        ShownPage shown;
        shown.load(3);
        QVERIFY(!shown.actions.copyRows->isEnabled());
        QCOMPARE(shown.actions.copyRows->toolTip(), u"No token is selected."_s);
        QVERIFY(shown.actions.selectAll->isEnabled());
        shown.click(1);
        QVERIFY(shown.actions.copyRows->isEnabled());
        shown.page.hide();
        shown.actions.clearSelection->trigger(); // another page is shown: not this one's business
        QCOMPARE(shown.selected(), u"1"_s);
    }

    void theContextMenuOffersToRevoke()
    {
        ShownPage shown;
        shown.load(3);
        shown.click(1);
        QContextMenuEvent event(QContextMenuEvent::Mouse, shown.middleOf(1),
                                shown.view.viewport()->mapToGlobal(shown.middleOf(1)));
        QApplication::sendEvent(shown.view.viewport(), &event);
        auto *menu = shown.page.findChild<QMenu *>(u"tokenMenu"_s);
        QVERIFY(menu && menu->isVisible());
        QVERIFY(menu->actions().contains(shown.actions.revoke));
        QCOMPARE(menu->actions().contains(shown.actions.updateToken), shown.actions.updateToken->isEnabled());
        menu->close();
    }

    // Hostile text

    void hostileTextStaysPlainText()
    {
        const QString hostile = u"<img src=file:///etc/passwd>\u202egnp\n\u0007"_s;
        ShownPage shown;
        Token token = inventedToken(u"<b>id</b>"_s, hostile);
        token.owner = Named{u"u"_s, hostile};
        token.client = Named{u"c"_s, hostile};
        token.scopes = QStringList{hostile};
        token.lastIp = hostile;
        AccountRow account = inventedAccount(u"a"_s);
        latchkey::load(shown.table, account, {token});
        QVERIFY(shown.settle());
        for (int column = 0; column < TokenOrder::Columns; ++column) {
            shown.view.setColumnChosen(Column(column), true);
            const QString text = shown.model.index(0, column).data().toString();
            QVERIFY2(!text.contains(u'\u202e') && !text.contains(u'\n') && !text.contains(u'\u0007'), qPrintable(text));
        }
        QVERIFY(!shown.window.grab().isNull()); // paints without loading anything
        shown.page.setFilterLine(u"name:\"<b>\u202ex\" account:zzz"_s);
        QVERIFY(shown.settle());
        QTRY_VERIFY(!emptiness(shown).isEmpty());
        const auto labels = shown.page.findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
            QVERIFY(!label->text().contains(u'\u202e'));
        }
        const auto buttons = shown.page.findChildren<QAbstractButton *>();
        for (const QAbstractButton *button : buttons)
            QVERIFY2(!button->text().contains(u'\u202e'), qPrintable(button->text()));
        const auto widgets = shown.page.findChildren<QWidget *>();
        for (const QWidget *widget : widgets)
            QVERIFY2(!widget->toolTip().contains(u"<b>"_s), qPrintable(widget->toolTip()));
    }

    // Room

    void nothingIsCutAtOneAndAHalfTimesTheFont()
    {
        const QFont normal = QApplication::font();
        QFont large = normal;
        large.setPointSizeF(normal.pointSizeF() * 1.5);
        QApplication::setFont(large);
        {
            ShownPage shown(900);
            shown.load(3);
            shown.page.setFilterLine(u"unused>90x"_s);
            const auto labels = shown.page.findChildren<QLabel *>();
            for (const QLabel *label : labels) {
                if (!label->isVisible() || label->text().isEmpty())
                    continue;
                const int wanted =
                    label->wordWrap() ? label->heightForWidth(label->width()) : label->fontMetrics().height();
                QVERIFY2(label->height() >= wanted, qPrintable(label->text()));
            }
            const auto buttons = shown.page.findChildren<QAbstractButton *>();
            for (const QAbstractButton *button : buttons) {
                if (button->isVisible() && !button->text().isEmpty())
                    QVERIFY2(button->width() >= button->fontMetrics().horizontalAdvance(button->text()),
                             qPrintable(button->text()));
            }
            QVERIFY(shown.edit().height() >= shown.edit().fontMetrics().height());
        }
        QApplication::setFont(normal);
    }

    void stateBringsBackTheFilter()
    {
        ShownPage first;
        first.load(20);
        first.page.setFilterLine(u"name:1"_s);
        ShownPage second;
        second.load(20);
        second.page.restoreState(first.page.saveState());
        QVERIFY(second.settle());
        QCOMPARE(second.page.filterLine(), u"name:1"_s);
        QCOMPARE(second.model.rowCount(), 11);
    }
};

QTEST_MAIN(TestTokensPage)
#include "tst_tokenspage.moc"
