#include "invented.h"
#include "models/accounts/accountstore.h"
#include "ui/dialogs/accountsdialog.h"
#include "ui/dialogs/commandpalette.h"
#include "ui/dialogs/idletimeoutdialog.h"
#include "ui/dialogs/newtokendialog.h"
#include "ui/dialogs/plandialog.h"
#include "ui/dialogs/revealdialog.h"
#include "ui/dialogs/revokebyvaluedialog.h"
#include "ui/dialogs/updatetokendialog.h"
#include "ui/parts/actions.h"
#include "ui/style/look.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace latchkey;
using namespace latchkey::invented;

//! Every dialog, full of what somebody hostile could name things: plain, and nothing cut.
class TestDialogTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        applyLook(*qApp, Appearance::Light);
        m_font = QApplication::font();
        m_hostile.identity.tenant = {hostile(), hostile()};
        m_hostile.identity.principal = {hostile(), hostile()};
        m_hostile.identity.role = hostile();
        QVERIFY(m_store.add(m_hostile));
    }

    void cleanup()
    {
        m_dialog.reset();
        QApplication::setFont(m_font);
    }

    void isPlainAndWhole_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<double>("font");
        for (const char *which : {"plan", "accounts", "sign-in", "new token", "update", "update by value", "by value",
                                  "idle timeout", "reveal", "reveal two", "palette"}) {
            QTest::addRow("%s at 900 x 650", which) << QString::fromLatin1(which) << 1.0;
            QTest::addRow("%s with a font half as large again", which) << QString::fromLatin1(which) << 1.5;
        }
    }
    void isPlainAndWhole()
    {
        QFETCH(QString, which);
        QFETCH(double, font);
        QFont larger = m_font;
        larger.setPointSizeF(m_font.pointSizeF() * font);
        QApplication::setFont(larger);
        m_dialog = make(which);
        m_dialog->show();
        m_dialog->resize(m_dialog->sizeHint().boundedTo(QSize(900, 650) * font));
        QVERIFY2(m_dialog->width() <= int(900 * font) && m_dialog->height() <= int(650 * font),
                 "it does not fit the smallest window");
        QTest::qWait(1); // queued layouts

        const QList<QWidget *> widgets = m_dialog->findChildren<QWidget *>();
        int labels = 0;
        for (QWidget *widget : widgets) {
            if (auto *label = qobject_cast<QLabel *>(widget)) {
                ++labels;
                if (!label->text().isEmpty())
                    verifyPlain(*label);
            }
            QVERIFY2(!Qt::mightBeRichText(widget->toolTip()), qPrintable(widget->toolTip()));
            if (widget->isVisible())
                verifyWhole(*widget);
        }
        QVERIFY(labels > 0 || which == QLatin1String("palette"));
    }

private:
    std::unique_ptr<QDialog> make(const QString &which)
    {
        if (which == QLatin1String("plan"))
            return plan();
        if (which == QLatin1String("accounts"))
            return accounts();
        if (which == QLatin1String("new token"))
            return newToken();
        if (which == QLatin1String("sign-in"))
            return signIn();
        if (which.startsWith(QLatin1String("update")))
            return update(which.endsWith(QLatin1String("value")));
        if (which == QLatin1String("by value")) {
            auto dialog = std::make_unique<RevokeByValueDialog>(QList<Account>{hostileBorealis()},
                                                                QList<ProviderDescription>{borealis()}, m_clock);
            dialog->findChild<QAbstractButton *>(QStringLiteral("refreshToken"))->click();
            dialog->findChild<QAbstractButton *>(QStringLiteral("plan"))->click();
            dialog->showProblem(cleanedText(hostile()), cleanedText(hostile()));
            return dialog;
        }
        if (which == QLatin1String("idle timeout")) {
            auto dialog = std::make_unique<IdleTimeoutDialog>(hostileBorealis(), borealis());
            QCoreApplication::processEvents();
            dialog->showTimeout(failure(rejected()));
            return dialog;
        }
        if (which.startsWith(QLatin1String("reveal"))) {
            Token token;
            token.name = hostile();
            token.scopes = QStringList{hostile()};
            Revealed revealed{token, Secret(QByteArray(300, 'x'))};
            if (which.endsWith(QLatin1String("two")))
                revealed.refreshValue = Secret(QByteArray(43, 'y'));
            return std::make_unique<RevealDialog>(revealed, m_hostile, provider().name, m_clock);
        }
        return std::make_unique<CommandPalette>(m_actions);
    }

    std::unique_ptr<QDialog> plan() const
    {
        PlanAccount part1 = part(m_hostile, 30, 3);
        for (PlanItem &item : part1.items)
            item.name = item.owner = cleanedText(hostile());
        part1.wide = {wide(cleanedText(hostile()))};
        Plan made = invented::plan({part1});
        made.exclusions = {{part1.id, {QStringLiteral("x")}, cleanedText(hostile()), ExclusionReason::ReadOnlyAccount}};
        PlanDialog::Context context;
        context.lastReason = hostile();
        context.accounts[part1.id].provider = provider();
        context.accounts[part1.id].checkedAtMs = Now;
        context.accounts[part1.id].budget = WriteBudget{955, 1'000, 100, {}};
        return std::make_unique<PlanDialog>(made, context, m_clock);
    }

    std::unique_ptr<QDialog> accounts()
    {
        auto dialog =
            std::make_unique<AccountsDialog>(m_store, QList<ProviderDescription>{provider()}, m_actions, m_clock);
        dialog->findChild<QPushButton *>(QStringLiteral("test"))->click();
        ConnectionReport report;
        report.fact = hostile();
        report.reason = hostile();
        report.lines = {{ConnectionReport::Line::Mark::Ok, hostile(), hostile(), 84}};
        report.capabilities = {{ConnectionReport::Line::Mark::Missing, hostile(), {}, {}}};
        report.testedAtMs = Now;
        dialog->showTest(report);
        dialog->setKeychain(AccountsDialog::Keychain::Locked, hostile());
        dialog->showProblem(hostile(), hostile());
        return dialog;
    }

    [[nodiscard]] Account hostileBorealis() const
    {
        Account made = m_hostile;
        made.provider = borealis().id;
        return made;
    }

    static Error rejected()
    {
        Error error;
        error.kind = Error::Kind::Rejected;
        error.sent = Error::Sent::Maybe;
        error.message = cleanedText(hostile());
        return error;
    }

    std::unique_ptr<QDialog> signIn()
    {
        auto dialog =
            std::make_unique<AccountsDialog>(m_store, QList<ProviderDescription>{borealis()}, m_actions, m_clock);
        dialog->editNew();
        auto *way = dialog->findChild<QComboBox *>(QStringLiteral("signIn"));
        way->setCurrentIndex(way->findData(QStringLiteral("browser")));
        Q_EMIT way->activated(way->currentIndex());
        dialog->findChild<QLineEdit *>(QStringLiteral("clientIdLine"))->setText(hostile());
        dialog->findChild<QAbstractButton *>(QStringLiteral("signInButton"))->click();
        dialog->showSignInProblem(cleanedText(hostile()), cleanedText(hostile()));
        return dialog;
    }

    std::unique_ptr<QDialog> update(bool byValue)
    {
        Token token;
        token.id = {QStringLiteral("t1")};
        token.name = hostile();
        auto dialog = std::make_unique<UpdateTokenDialog>(
            hostileBorealis(), borealis(), byValue ? std::nullopt : std::optional<Token>(token), m_clock);
        dialog->findChild<QAbstractButton *>(QStringLiteral("more"))->click();
        dialog->findChild<QAbstractButton *>(QStringLiteral("change"))->click();
        dialog->showError(rejected());
        return dialog;
    }

    std::unique_ptr<QDialog> newToken()
    {
        auto dialog = std::make_unique<NewTokenDialog>(QList<Account>{m_hostile},
                                                       QList<ProviderDescription>{provider()}, m_clock);
        QCoreApplication::processEvents(); // it looks at its first account once somebody can listen
        dialog->setResources(m_hostile.id, QList<Named>{{hostile(), hostile()}});
        dialog->findChild<QAbstractButton *>(QStringLiteral("someResources"))->click();
        Error error;
        error.kind = Error::Kind::Rejected;
        error.sent = Error::Sent::Maybe;
        error.message = cleanedText(hostile());
        dialog->showError(error);
        return dialog;
    }

    static void verifyPlain(const QLabel &label)
    {
        const bool isPlain = label.textFormat() == Qt::PlainText || !Qt::mightBeRichText(label.text());
        QVERIFY2(isPlain, qPrintable(label.objectName() + u": "_qs + label.text()));
        QVERIFY2(!label.text().contains(QChar(0x202e)), qPrintable(label.objectName()));
    }

    static void verifyWhole(const QWidget &widget)
    {
        const QString what = QStringLiteral("%1 \"%2\" in %3")
                                 .arg(QLatin1String(widget.metaObject()->className()), widget.objectName(),
                                      widget.parentWidget()->objectName());
        if (const auto *label = qobject_cast<const QLabel *>(&widget); label && !label->text().isEmpty()) {
            const int height = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
            QVERIFY2(label->height() >= height,
                     qPrintable(QStringLiteral("%1: %2 of %3 high: %4")
                                    .arg(what)
                                    .arg(label->height())
                                    .arg(height)
                                    .arg(label->text())));
            if (!label->wordWrap())
                QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(what + label->text()));
        }
        const bool isInsideLine = widget.inherits("QLineEditIconButton");
        if (const auto *button = qobject_cast<const QAbstractButton *>(&widget); button && !isInsideLine)
            QVERIFY2(button->width() >= button->minimumSizeHint().width()
                         && button->height() >= button->minimumSizeHint().height(),
                     qPrintable(what + button->text()));
        // Beyond its parent's right edge: cut, as nothing scrolls sideways.
        if (!widget.isWindow() && !widget.parentWidget()->inherits("QAbstractScrollArea"))
            QVERIFY2(widget.geometry().right() <= widget.parentWidget()->width(), qPrintable(what));
    }

    const StillClock m_clock;
    Account m_hostile = account(QStringLiteral("<img src=file:///x>"), Environment::Production);
    Actions m_actions;
    QTemporaryDir m_folder;
    AccountStore m_store{m_folder.path()};
    QFont m_font;
    std::unique_ptr<QDialog> m_dialog;
};

QTEST_MAIN(TestDialogTexts)
#include "tst_dialogtexts.moc"
