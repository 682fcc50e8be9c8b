#include "models/people/clientsmodel.h"
#include "models/people/peoplemodel.h"
#include "tests/unit/people/inventedpeople.h"
#include "ui/pages/peoplepage.h"
#include "ui/pages/peopletableview.h"
#include "ui/parts/actions.h"
#include "ui/parts/banner.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/look.h"

#include <QAction>
#include <QClipboard>
#include <QDataStream>
#include <QHeaderView>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace latchkey;
using namespace Qt::StringLiterals;

namespace {

//! A page in a window with its actions, over Ann in four accounts and some others.
struct Scene
{
    Scene()
    {
        addAnnOfFour(people);
        people.source(u"prod-cdn"_s).people.rows += inventedPerson(u"u-bo"_s, u"Bo Lund"_s, u"bo@example.com"_s);
        people.source(u"care-eu"_s).people.rows +=
            inventedPerson(u"g-bo"_s, u"Bo Lund"_s, u"bo@example.com"_s, u"inactive"_s);
        people.source(u"arcade"_s).people.rows += inventedPerson(u"bo.l"_s);
        people.source(u"care-eu"_s).clients = listed<Client>({inventedClient(u"c-bot"_s, u"Bot"_s, u"active"_s)});
        people.source(u"login-eu"_s).clients = listed<Client>({inventedClient(u"42"_s, u"Web"_s)});
        people.list(u"prod-cdn"_s, tokensOf(u"u-ann"_s, 2) + tokensOf(u"u-bo"_s, 3));
        actions.toggleInspector->setCheckable(true);
        actions.toggleInspector->setChecked(true);
        const QList<QAction *> all = actions.all();
        for (QAction *action : all)
            window.addAction(action);
        page = new PeoplePage(source, actions, &window);
        window.setCentralWidget(page);
        window.resize(1'200, 800);
        table = child<QTableView>("peopleTable");
        clientTable = child<QTableView>("clientTable");
        window.show();
        show();
    }
    void show()
    {
        source.setInput(people.ready());
        QTRY_VERIFY(source.isSettled());
        QTest::qWait(0);
        QTRY_VERIFY(static_cast<PeopleModel *>(table->model())->isSettled());
        QTRY_VERIFY(static_cast<ClientsModel *>(clientTable->model())->isSettled());
    }
    template <typename T = QWidget>
    [[nodiscard]] T *child(const char *name) const
    {
        T *found = page->findChild<T *>(QLatin1String(name));
        if (found == nullptr)
            qFatal("no %s", name);
        return found;
    }
    [[nodiscard]] QStringList names(const QTableView *view) const
    {
        QStringList texts;
        for (int row = 0; row < view->model()->rowCount(); ++row)
            texts += view->model()->index(row, 0).data().toString();
        return texts;
    }
    [[nodiscard]] QPoint cell(const QTableView *view, int row, int column = 0) const
    {
        return view->visualRect(view->model()->index(row, column)).center();
    }
    void click(int row, Qt::KeyboardModifiers keys = {}) const
    {
        QTest::mouseClick(table->viewport(), Qt::LeftButton, keys, cell(table, row));
    }
    void press(const char *name) const
    {
        auto *button = child<QPushButton>(name);
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
    }

    PeopleScene people;
    People source;
    Actions actions;
    QMainWindow window;
    PeoplePage *page = nullptr;
    QTableView *table = nullptr;
    QTableView *clientTable = nullptr;
};

//! Texts of labels and buttons that do not fit, of those that are seen.
QStringList cutTexts(const QWidget &root)
{
    QStringList cut;
    const auto labels = root.findChildren<PlainLabel *>();
    for (const PlainLabel *label : labels) {
        const bool isOneLine = !label->wordWrap() && label->toolTip().isEmpty();
        if (label->isVisible() && isOneLine && !label->text().isEmpty()
            && label->fontMetrics().horizontalAdvance(label->text()) > label->width() + 1)
            cut += label->text();
        if (label->isVisible() && label->wordWrap() && label->heightForWidth(label->width()) > label->height())
            cut += label->text();
    }
    const auto buttons = root.findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons) {
        if (button->isVisible() && button->toolTip().isEmpty()
            && button->fontMetrics().horizontalAdvance(button->text()) > button->width())
            cut += button->text();
    }
    return cut;
}

} // namespace

class TestPeoplePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::English); // C sorts by code points
        applyLook(*qApp, Appearance::Light);
    }

    void showsPeopleAndChoosesNobody()
    {
        const Scene scene;
        QCOMPARE(scene.names(scene.table), (QStringList{u"Ann Kowalski"_s, u"Bo Lund"_s, u"bo.l"_s}));
        QVERIFY(scene.page->chosenPeople().isEmpty());
        QVERIFY(!scene.actions.revokePerson->isEnabled());
        QVERIFY(!scene.actions.revokePerson->toolTip().isEmpty());
        QCOMPARE(scene.child<PlainLabel>("peopleOf")->text(), u"All accounts"_s);
        QVERIFY(scene.child<PlainLabel>("peopleNote")->text().contains(u"e-mail"_s));
        QCOMPARE(scene.child<PlainLabel>("peopleCount")->text(), u"3"_s);
    }

    void showsEveryIdentityOfWhoIsChosen()
    {
        const Scene scene;
        scene.click(0);
        QCOMPARE(scene.child<PlainLabel>("personTitle")->text(), u"Ann Kowalski"_s);
        QStringList blocks;
        const auto identities = scene.page->findChildren<QWidget *>(u"identity"_s);
        for (const QWidget *identity : identities)
            blocks += identity->accessibleName();
        QCOMPARE(blocks,
                 (QStringList{u"prod-cdn, production, 2 token(s)"_s, u"login-eu, production, 2 token(s)"_s,
                              u"care-eu, production, not reported"_s, u"arcade, sandbox, 1 token(s)"_s}));
        QStringList texts;
        const auto labels = scene.page->findChildren<PlainLabel *>();
        for (const PlainLabel *label : labels)
            texts += label->text();
        QVERIFY(texts.contains(u"matched by hand"_s) && texts.contains(u"matched by e-mail"_s));
        QVERIFY(texts.contains(u"user u-ann"_s));
        QVERIFY(texts.contains(u"subject ann.kowalski"_s));
        QVERIFY(texts.contains(u"id ann.k"_s)); // its provider has no word for it
        QVERIFY(texts.contains(u"Genesys Cloud lists no tokens. One call ends every session of Ann Kowalski, on every "
                               "device."_s));
    }

    void tellsHowTheTokensOfWhoIsChosenAreUsed()
    {
        Scene scene;
        scene.click(0);
        auto *uses = scene.child<PlainLabel>("personUsesThisApp");
        QCOMPARE(uses->accessibleName(), u"Uses this app: no"_s);
        auto *used = scene.child<PlainLabel>("personLastUsed");
        QCOMPARE(used->accessibleName(), u"Last used: not reported"_s);
        QVERIFY(used->font().italic());

        QList<Token> tokens = tokensOf(u"u-ann"_s, 2) + tokensOf(u"u-bo"_s, 3);
        tokens[0].lastUsed = daysFromNow(-3);
        scene.people.list(u"prod-cdn"_s, tokens);
        scene.people.signInWith(u"prod-cdn"_s, tokens[1].id);
        scene.show();
        QTRY_COMPARE(scene.child<PlainLabel>("personLastUsed")->accessibleName(), u"Last used: 3 day(s) ago"_s);
        used = scene.child<PlainLabel>("personLastUsed");
        QVERIFY(used->toolTip().contains(u"2025-11-28 12:00:00 UTC"_s));
        QVERIFY(!used->font().italic());
        QCOMPARE(scene.child<PlainLabel>("personUsesThisApp")->text(), u"yes"_s);
        // Chosen for a day, and nothing else has changed.
        scene.people.clock.advance(86'400'000);
        scene.show();
        QTRY_COMPARE(used->text(), u"4 day(s) ago"_s);

        scene.people.list(u"arcade"_s, {}, failure(Error::Kind::Forbidden));
        scene.show();
        scene.click(2);
        QCOMPARE(scene.child<PlainLabel>("personTitle")->text(), u"bo.l"_s);
        QTRY_COMPARE(scene.child<PlainLabel>("personUsesThisApp")->text(), u"not reported"_s);
    }

    void saysThatTheTokensOfWhoIsChosenAreOnTheirWay()
    {
        PeopleScene scene;
        scene.add(u"cdn"_s, u"fastly"_s).people = listed<Person>({inventedPerson(u"u-ann"_s)});
        scene.startLoading(u"cdn"_s);
        People people;
        Actions actions;
        PeoplePage page(people, actions);
        page.show();
        people.setInput(scene.ready());
        auto *table = page.findChild<QTableView *>(u"peopleTable"_s);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        table->selectRow(0);
        for (const char *name : {"personLastUsed", "personUsesThisApp"}) {
            const auto *fact = page.findChild<PlainLabel *>(QLatin1String(name));
            QCOMPARE(fact->text(), u"loading"_s);
            QVERIFY(fact->font().italic());
        }
    }

    void asksForPlansByButtons()
    {
        const Scene scene;
        QSignalSpy revoke(scene.page, &PeoplePage::revokePeopleRequested);
        QSignalSpy sessions(scene.page, &PeoplePage::endSessionsRequested);
        scene.click(0);
        scene.press("revokePersonButton");
        QCOMPARE(revoke.size(), 1);
        const auto people = revoke[0][0].value<QList<JoinedPerson>>();
        QCOMPARE(people.size(), 1);
        QCOMPARE(people[0].identities.size(), 4);
        auto *end = scene.child<QPushButton>("endSessionsOfIdentity");
        QCOMPARE(end->accessibleName(), u"End all sessions of Ann Kowalski…"_s);
        QTest::mouseClick(end, Qt::LeftButton);
        QCOMPARE(sessions.size(), 1);
        const auto identities = sessions[0][0].value<QList<PersonIdentity>>();
        QCOMPARE(identities.size(), 1);
        QCOMPARE(identities[0].person.account, idOf(u"care-eu"_s));
    }

    void actsOnSeveral()
    {
        const Scene scene;
        QSignalSpy revoke(scene.page, &PeoplePage::revokePeopleRequested);
        QSignalSpy sessions(scene.page, &PeoplePage::endSessionsRequested);
        scene.click(0);
        scene.click(2, Qt::ShiftModifier);
        QCOMPARE(scene.child<PlainLabel>("personTitle")->text(), u"3 people"_s);
        QCOMPARE(scene.child<QPushButton>("revokePersonButton")->accessibleName(), u"Revoke all tokens of 3 people…"_s);
        scene.press("revokePersonButton");
        QCOMPARE(revoke[0][0].value<QList<JoinedPerson>>().size(), 3);
        QCOMPARE(scene.child<QPushButton>("endSessionsButton")->accessibleName(), u"End all sessions of 2 people…"_s);
        scene.press("endSessionsButton");
        QCOMPARE(sessions[0][0].value<QList<PersonIdentity>>().size(), 2);
    }

    void joinsOnlyAfterAQuestionThatNamesThem()
    {
        const Scene scene;
        QSignalSpy joined(scene.page, &PeoplePage::joinRequested);
        scene.click(1);
        QVERIFY(!scene.actions.joinPeople->isEnabled());
        scene.click(2, Qt::ControlModifier);
        QVERIFY(scene.actions.joinPeople->isEnabled());
        scene.press("joinPeopleButton");
        auto *question = scene.child<QMessageBox>("joinQuestion");
        QTRY_VERIFY(question->isVisible());
        QVERIFY(question->informativeText().contains(u"Bo Lund (bo@example.com) in prod-cdn and care-eu"_s));
        QVERIFY(question->informativeText().contains(u"bo.l in arcade"_s)); // its id is all there is
        QCOMPARE(question->textFormat(), Qt::PlainText);
        QTest::keyClick(question, Qt::Key_Return); // Cancel is the default
        QTRY_VERIFY(scene.page->findChild<QMessageBox *>(u"joinQuestion"_s) == nullptr);
        QCOMPARE(joined.size(), 0);

        scene.press("joinPeopleButton");
        question = scene.child<QMessageBox>("joinQuestion");
        const auto buttons = question->buttons();
        for (QAbstractButton *button : buttons) {
            if (question->buttonRole(button) == QMessageBox::AcceptRole)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(joined.size(), 1);
        QCOMPARE(joined[0][0].value<QList<PersonKey>>(),
                 (QList<PersonKey>{{idOf(u"prod-cdn"_s), {u"u-bo"_s}}, {idOf(u"arcade"_s), {u"bo.l"_s}}}));
    }

    void separates()
    {
        const Scene scene;
        QSignalSpy separated(scene.page, &PeoplePage::separateRequested);
        scene.click(2);
        QVERIFY(!scene.actions.separatePeople->isEnabled());
        scene.click(0);
        scene.press("separatePeopleButton");
        QCOMPARE(separated[0][0].value<QList<PersonKey>>().size(), 4);
        const auto buttons = scene.page->findChildren<QPushButton *>(u"separateIdentity"_s);
        QCOMPARE(buttons.size(), 4);
        QTest::mouseClick(buttons[3], Qt::LeftButton);
        QCOMPARE(separated[1][0].value<QList<PersonKey>>(), (QList<PersonKey>{{idOf(u"arcade"_s), {u"ann.k"_s}}}));
    }

    void keepsTheChoiceOnlyOfTheSamePerson()
    {
        Scene scene;
        scene.click(1);
        QCOMPARE(scene.page->chosenPeople().size(), 1);
        // Rows come and go: Bo is still Bo.
        scene.people.source(u"prod-cdn"_s).people.rows += inventedPerson(u"u-aa"_s, u"Aaron"_s);
        scene.show();
        QTRY_COMPARE(scene.names(scene.table).size(), 4);
        QCOMPARE(scene.page->chosenPeople().size(), 1);
        QCOMPARE(scene.page->chosenPeople()[0].name(), u"Bo Lund"_s);
        // Joined with somebody else, he is not who was chosen.
        scene.people.input.links.join({{idOf(u"prod-cdn"_s), {u"u-bo"_s}}, {idOf(u"arcade"_s), {u"bo.l"_s}}});
        scene.show();
        QTRY_COMPARE(scene.names(scene.table).size(), 3);
        QVERIFY(scene.page->chosenPeople().isEmpty());
        QVERIFY(!scene.actions.revokePerson->isEnabled());
    }

    void filtersByTypingAndChips()
    {
        const Scene scene;
        QTest::keyClick(scene.table, Qt::Key_F, Qt::ControlModifier);
        auto *filter = scene.child<QLineEdit>("peopleFilter");
        QTRY_VERIFY(filter->hasFocus());
        QTest::keyClicks(filter, u"account:care"_s);
        QTRY_COMPARE(scene.names(scene.table), (QStringList{u"Ann Kowalski"_s, u"Bo Lund"_s}));
        QTRY_COMPARE(scene.child<PlainLabel>("peopleCount")->text(), u"2 of 3"_s);
        auto *chip = scene.child<QToolButton>("chipDeactivated");
        QVERIFY(chip->text().endsWith(u'1'));
        chip->setFocus();
        QTest::keyClick(chip, Qt::Key_Space);
        QTRY_COMPARE(scene.names(scene.table), QStringList{u"Bo Lund"_s});
        QTest::keyClicks(filter, u" nobody"_s);
        QTRY_VERIFY(!scene.table->isVisible());
        QTest::keyClick(filter, Qt::Key_Escape);
        QTRY_VERIFY(scene.table->isVisible());
        QTest::keyClick(filter, Qt::Key_Down);
        QTRY_VERIFY(scene.table->hasFocus());
    }

    void sortsByAClickOnAHeader()
    {
        const Scene scene;
        QHeaderView *header = scene.table->horizontalHeader();
        const int column = int(PeopleModel::Column::Known);
        const QPoint at(header->sectionViewportPosition(column) + 10, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        QTRY_COMPARE(scene.names(scene.table), (QStringList{u"bo.l"_s, u"Bo Lund"_s, u"Ann Kowalski"_s}));
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        QTRY_COMPARE(scene.names(scene.table), (QStringList{u"Ann Kowalski"_s, u"Bo Lund"_s, u"bo.l"_s}));
    }

    void fillsItsView_data()
    {
        QTest::addColumn<bool>("isPeople");
        QTest::addColumn<int>("width");
        for (const int width : {900, 1'200, 1'900}) {
            QTest::addRow("people, %d wide", width) << true << width;
            QTest::addRow("clients, %d wide", width) << false << width;
        }
    }
    void fillsItsView()
    {
        QFETCH(bool, isPeople);
        QFETCH(int, width);
        Scene scene;
        scene.people.input.accounts.removeAt(2); // three leave room in the smallest window
        scene.show();
        scene.page->showTab(isPeople ? PeoplePage::Tab::People : PeoplePage::Tab::Clients);
        const QTableView *table = isPeople ? scene.table : scene.clientTable;
        QTRY_COMPARE(table->horizontalHeader()->count(), 6);
        scene.window.resize(width, 700);
        QTRY_COMPARE(table->horizontalHeader()->length(), table->viewport()->width());
        // From here on there is room for all of it.
        scene.window.resize(2'000, 700);
        const int taking = isPeople ? int(PeopleModel::Column::Email) : int(ClientsModel::Column::Client);
        const int letter = table->fontMetrics().averageCharWidth();
        QTRY_VERIFY(table->columnWidth(taking) > letter * 40);
        const int before = table->columnWidth(taking);
        const int person = table->columnWidth(0);
        const int other = table->columnWidth(3);
        scene.window.resize(2'200, 700);
        QTRY_COMPARE(table->columnWidth(taking), before + (isPeople ? 100 : 200));
        QCOMPARE(table->columnWidth(0), person + (isPeople ? 100 : 200)); // names and e-mails share the room
        QCOMPARE(table->columnWidth(3), other);
        // An account goes, and its column with it.
        scene.people.input.accounts.removeLast();
        scene.show();
        QTRY_COMPARE(table->horizontalHeader()->length(), table->viewport()->width());
        // Nobody made anything wider: there is nothing to remember.
        QVERIFY(qobject_cast<const PeopleTableView *>(table)->widths().isEmpty());
    }

    void hasRoomForNames()
    {
        Scene scene;
        const QString name = u"Firstname Lastname the third"_s;
        scene.people.source(u"prod-cdn"_s).people.rows += inventedPerson(u"u-long"_s, name);
        scene.show();
        QTRY_VERIFY(scene.names(scene.table).contains(name));
        scene.window.resize(1'210, 700); // what a window of 1440 leaves
        QTRY_COMPARE(scene.table->horizontalHeader()->length(), scene.table->viewport()->width());
        const int padding = 16;
        QVERIFY(scene.table->columnWidth(0) >= scene.table->fontMetrics().horizontalAdvance(name) + padding);
    }

    void keepsWhatSomebodyMadeWider()
    {
        const Scene scene;
        QHeaderView *header = scene.table->horizontalHeader();
        const auto drag = [header](int column, int by) {
            const int edge = header->sectionViewportPosition(column) + header->sectionSize(column) - 1;
            const int y = header->height() / 2;
            QTest::mousePress(header->viewport(), Qt::LeftButton, {}, QPoint(edge, y));
            QTest::mouseMove(header->viewport(), QPoint(edge + by, y));
            QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, QPoint(edge + by, y));
        };
        const int person = header->sectionSize(0);
        const int email = header->sectionSize(1);
        drag(0, 30);
        QCOMPARE(header->sectionSize(0), person + 30);
        QCOMPARE(header->sectionSize(1), email - 30); // the view stays filled
        QCOMPARE(header->length(), scene.table->viewport()->width());
        const int cdn = header->sectionSize(3);
        drag(3, 20);
        QCOMPARE(header->sectionSize(3), cdn + 20);
        scene.page->window()->resize(1'500, 800);
        QTRY_COMPARE(header->length(), scene.table->viewport()->width());
        QCOMPARE(header->sectionSize(0), person + 30);
        QCOMPARE(header->sectionSize(3), cdn + 20);
        // Without room the e-mails give, until there is room again.
        drag(1, -20);
        const int chosen = header->sectionSize(1);
        scene.page->window()->resize(800, 800);
        QTRY_VERIFY(header->sectionSize(1) < email / 2);
        QCOMPARE(header->sectionSize(0), person + 30);
        scene.page->window()->resize(1'500, 800);
        QTRY_VERIFY(header->sectionSize(1) >= chosen);
    }

    void worksByKeyboard()
    {
        const Scene scene;
        scene.table->setFocus();
        QTest::keyClick(scene.table, Qt::Key_Home);
        QTest::keyClick(scene.table, Qt::Key_Down);
        QTest::keyClick(scene.table, Qt::Key_Space);
        QCOMPARE(scene.page->chosenPeople().size(), 1);
        QTest::keyClick(scene.table, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(scene.page->chosenPeople().size(), 3);
        QContextMenuEvent asked(QContextMenuEvent::Keyboard, QPoint(5, 5), scene.table->mapToGlobal(QPoint(5, 5)));
        QApplication::sendEvent(scene.table, &asked);
        auto *menu = scene.page->findChild<QMenu *>(u"peopleMenu"_s);
        QVERIFY(menu != nullptr);
        QVERIFY(menu->actions().contains(scene.actions.revokePerson));
        menu->close();
    }

    void copiesItsOwnRowsWhileItHasTheKeyboard()
    {
        const Scene scene;
        // As the window does for the tokens: it must not get this key.
        QSignalSpy tokens(scene.actions.copyRows, &QAction::triggered);
        Actions::disable(scene.actions.copyCell, u"No token"_s);
        scene.click(1);
        scene.table->setFocus();
        QTRY_VERIFY(scene.table->hasFocus());
        QTest::keyClick(scene.table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 u"Person\tE-mail\tKnown\tprod-cdn\tlogin-eu\tcare-eu\tarcade\n"
                 "Bo Lund\tbo@example.com\t3\t3\t–\tnot reported\t–\n"_s);
        QTest::keyClick(scene.table, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"Bo Lund"_s);
        QCOMPARE(tokens.size(), 0);
        scene.actions.copyRows->trigger(); // of the menu, while the page is shown
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"Person\t"_s));
    }

    void copiesNoFormulas()
    {
        Scene scene;
        scene.people.source(u"prod-cdn"_s).people.rows = {inventedPerson(u"x"_s, u"=HYPERLINK(1)"_s)};
        scene.people.input.accounts.resize(1);
        scene.people.list(u"prod-cdn"_s, {});
        scene.show();
        QTRY_COMPARE(scene.names(scene.table), QStringList{u"=HYPERLINK(1)"_s});
        scene.click(0);
        scene.page->copyRows();
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"\n'=HYPERLINK(1)\t"_s));
    }

    void showsClientsAndActsOnThem()
    {
        const Scene scene;
        auto *tabs = scene.child<QTabBar>("peopleTabs");
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
        QCOMPARE(scene.page->tab(), PeoplePage::Tab::Clients);
        QTRY_COMPARE(scene.names(scene.clientTable), (QStringList{u"Bot"_s, u"Web"_s}));
        QVERIFY(scene.page->chosenClients().isEmpty());
        QVERIFY(!scene.child<QToolButton>("chipSeveral")->isVisible());
        const auto click = [&scene](int row) {
            QTest::mouseClick(scene.clientTable->viewport(), Qt::LeftButton, {}, scene.cell(scene.clientTable, row));
        };
        QSignalSpy disabled(scene.page, &PeoplePage::disableClientsRequested);
        QSignalSpy revoked(scene.page, &PeoplePage::revokeClientsRequested);
        click(0);
        QVERIFY(!scene.actions.revokeClient->isEnabled());
        QVERIFY(scene.actions.disableClient->isEnabled());
        scene.press("disableClientButton");
        QCOMPARE(disabled[0][0].value<QList<ListedClient>>()[0].client.id.value, u"c-bot"_s);
        click(1);
        QVERIFY(scene.actions.revokeClient->isEnabled());
        QVERIFY(!scene.actions.disableClient->isEnabled());
        scene.actions.revokeClient->trigger();
        QCOMPARE(revoked[0][0].value<QList<ListedClient>>()[0].client.id.value, u"42"_s);
        QVERIFY(!scene.actions.revokePerson->isEnabled());
    }

    void disablesNoClientTwice()
    {
        Scene scene;
        scene.people.source(u"care-eu"_s).clients = listed<Client>({inventedClient(u"c-bot"_s, u"Bot"_s, u"active"_s),
                                                                    inventedClient(u"c-old"_s, u"Old"_s, u"disabled"_s),
                                                                    inventedClient(u"c-x"_s, u"X"_s, u"inactive"_s)});
        scene.show();
        scene.page->showTab(PeoplePage::Tab::Clients);
        QTRY_COMPARE(scene.names(scene.clientTable), (QStringList{u"Bot"_s, u"Old"_s, u"Web"_s, u"X"_s}));
        const auto click = [&scene](int row, Qt::KeyboardModifiers keys = {}) {
            QTest::mouseClick(scene.clientTable->viewport(), Qt::LeftButton, keys, scene.cell(scene.clientTable, row));
        };
        click(1);
        QVERIFY(!scene.actions.disableClient->isEnabled());
        QVERIFY(scene.actions.disableClient->toolTip().contains(u"disabled already"_s));
        QVERIFY(!scene.child<QPushButton>("disableClientButton")->isEnabled());
        click(0, Qt::ControlModifier);
        QVERIFY(scene.actions.disableClient->isEnabled()); // for the other one
        click(3);
        QVERIFY(scene.actions.disableClient->isEnabled()); // it gets no new tokens, and may still have some
    }

    void marksClientsOfProduction()
    {
        const Scene scene;
        scene.page->showTab(PeoplePage::Tab::Clients);
        QTRY_COMPARE(scene.clientTable->model()->rowCount(), 2);
        const int column = int(ClientsModel::Column::Account);
        const auto production = [&](int row, int at) {
            return scene.clientTable->model()->index(row, at).data(ProductionRole).toBool();
        };
        QVERIFY(production(0, column));
        QVERIFY(!production(0, 0));
        // Seen, and beside the whole name.
        const QRect cell = scene.clientTable->visualRect(scene.clientTable->model()->index(0, column));
        const QImage shown = scene.clientTable->viewport()->grab(cell).toImage();
        bool isMarked = false;
        for (int x = shown.width() / 2; x < shown.width(); ++x) {
            for (int y = 0; y < shown.height(); ++y)
                isMarked = isMarked || shown.pixelColor(x, y).red() > shown.pixelColor(x, y).green() + 60;
        }
        QVERIFY(isMarked);
        const int wanted =
            scene.clientTable->itemDelegate()->sizeHint({}, scene.clientTable->model()->index(0, column)).width();
        QVERIFY2(wanted <= cell.width(), qPrintable(u"%1 in %2"_s.arg(wanted).arg(cell.width())));
    }

    void namesSomeOfManyClients()
    {
        Scene scene;
        QList<Client> many;
        for (int number = 10; number < 24; ++number)
            many += inventedClient(u"c-%1"_s.arg(number));
        scene.people.source(u"care-eu"_s).clients = listed<Client>(many);
        scene.people.source(u"login-eu"_s).clients = listed<Client>({});
        scene.show();
        scene.page->showTab(PeoplePage::Tab::Clients);
        QTRY_COMPARE(scene.clientTable->model()->rowCount(), 14);
        scene.clientTable->setFocus();
        QTest::keyClick(scene.clientTable, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(scene.child<PlainLabel>("clientTitle")->text(), u"14 client(s)"_s);
        QStringList texts;
        const auto labels = scene.child<QWidget>("clientPane")->findChildren<PlainLabel *>();
        for (const PlainLabel *label : labels)
            texts += label->text();
        QVERIFY(texts.contains(u"c-21"_s) && !texts.contains(u"c-22"_s));
        QVERIFY(texts.contains(u"and 2 other(s)"_s));
        QCOMPARE(texts.count(u"not reported"_s), 12);
    }

    void asksForTheTokensOfTheChosen()
    {
        const Scene scene;
        QSignalSpy ofPeople(scene.page, &PeoplePage::tokensOfPeopleWanted);
        scene.click(0);
        scene.actions.showTheirTokens->trigger();
        QCOMPARE(ofPeople[0][0].value<QList<JoinedPerson>>().size(), 1);
    }

    void actsOnlyWhileItIsSeen()
    {
        const Scene scene;
        QSignalSpy revoke(scene.page, &PeoplePage::revokePeopleRequested);
        scene.click(0);
        QVERIFY(scene.actions.revokePerson->isEnabled());
        scene.page->hide();
        QVERIFY(!scene.actions.revokePerson->isEnabled());
        Actions::enable(scene.actions.revokePerson);
        scene.actions.revokePerson->trigger();
        QCOMPARE(revoke.size(), 0);
        scene.page->show();
        QVERIFY(scene.actions.revokePerson->isEnabled());
    }

    void saysWhichAccountsFailed()
    {
        Scene scene;
        scene.people.source(u"care-eu"_s)
            .people.take(
                failure(Error{.kind = Error::Kind::Forbidden, .sent = Error::Sent::Answered, .httpStatus = 403}));
        scene.show();
        auto *banner = scene.child<Banner>("peopleTrouble");
        QTRY_VERIFY(banner->isVisible());
        QCOMPARE(banner->accessibleName(), u"The people of care-eu were not loaded."_s);
        QVERIFY(banner->accessibleDescription().contains(u"Genesys Cloud"_s));
        QVERIFY(scene.names(scene.table).contains(u"Ann Kowalski"_s)); // what was known stays
        QSignalSpy again(scene.actions.refresh, &QAction::triggered);
        scene.press("peopleAgain");
        QCOMPARE(again.size(), 1);
        scene.people.source(u"care-eu"_s).people = listed<Person>({});
        scene.show();
        QTRY_VERIFY(!banner->isVisible());
    }

    void saysWhyThereIsNobody_data()
    {
        QTest::addColumn<int>("accounts");
        QTest::addColumn<Listing<Person>::State>("state");
        QTest::addColumn<QString>("said");
        using State = Listing<Person>::State;
        QTest::newRow("no accounts") << 0 << State::Listed << u"No accounts yet"_s;
        QTest::newRow("an empty list") << 1 << State::Listed << u"There are no people"_s;
        QTest::newRow("no such list") << 1 << State::NotAsked << u"Fastly has no list of people"_s;
        QTest::newRow("no such lists") << 2 << State::NotAsked << u"None of the providers has a list of people"_s;
        QTest::newRow("on its way: nothing") << 1 << State::Awaited << QString();
    }
    void saysWhyThereIsNobody()
    {
        QFETCH(int, accounts);
        QFETCH(Listing<Person>::State, state);
        QFETCH(QString, said);
        PeopleScene scene;
        for (int account = 0; account < accounts; ++account)
            scene.add(u"cdn-%1"_s.arg(account), u"fastly"_s).people.state = state;
        People people;
        Actions actions;
        PeoplePage page(people, actions);
        page.resize(900, 600);
        page.show();
        people.setInput(scene.ready());
        QTRY_VERIFY(people.isSettled());
        auto *table = page.findChild<QTableView *>(u"peopleTable"_s);
        QTRY_VERIFY(static_cast<PeopleModel *>(table->model())->isSettled());
        QTRY_COMPARE(table->isVisible(), said.isEmpty());
        if (said.isEmpty()) {
            QVERIFY(page.findChild<PlainLabel *>(u"peopleNote"_s)->text().contains(u"loading cdn-0"_s));
            return;
        }
        QStringList names;
        const auto states = page.findChildren<QWidget *>(u"emptyState"_s);
        for (const QWidget *empty : states)
            names += empty->accessibleName();
        QVERIFY2(names.contains(said), qPrintable(names.join(u", "_s)));
    }

    void showsOneAccount()
    {
        const Scene scene;
        scene.page->setAccount(idOf(u"arcade"_s));
        QTRY_COMPARE(scene.names(scene.table), (QStringList{u"Ann Kowalski"_s, u"bo.l"_s}));
        QCOMPARE(scene.child<PlainLabel>("peopleOf")->text(), u"arcade"_s);
    }

    void showsHostileNamesAsTheyAre()
    {
        Scene scene;
        scene.people.source(u"prod-cdn"_s).people.rows = {
            inventedPerson(u"u-ann"_s, u"a\u202Eb<b>x</b>&c"_s, u"<img src=x>@example.com"_s)};
        scene.people.input.links = {};
        scene.show();
        QTRY_VERIFY(scene.names(scene.table).contains(u"a[U+202E]b<b>x</b>&c"_s));
        scene.click(int(scene.names(scene.table).indexOf(u"a[U+202E]b<b>x</b>&c"_s)));
        QCOMPARE(scene.child<PlainLabel>("personTitle")->text(), u"a[U+202E]b<b>x</b>&c"_s);
        QCOMPARE(scene.child<PlainLabel>("personTitle")->textFormat(), Qt::PlainText);
        QCOMPARE(scene.child<PlainLabel>("personEmail")->text(), u"<img src=x>@example.com"_s);
    }

    void fits_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<qreal>("factor");
        QTest::newRow("beside the rail of a small window") << QSize(852, 520) << 1.0;
        QTest::newRow("with a large font") << QSize(1'210, 770) << 1.5;
        QTest::newRow("small, with a large font") << QSize(852, 700) << 1.5;
    }
    void fits()
    {
        QFETCH(QSize, size);
        QFETCH(qreal, factor);
        const QFont before = QApplication::font();
        QFont font = before;
        font.setPointSizeF(before.pointSizeF() * factor);
        QApplication::setFont(font);
        {
            const Scene scene;
            scene.page->window()->resize(size);
            scene.click(0);
            QTest::qWait(0);
            QTRY_COMPARE(cutTexts(*scene.page).join(u'|'), QString());
            scene.click(1, Qt::ControlModifier);
            QTest::qWait(0);
            QTRY_COMPARE(cutTexts(*scene.page).join(u'|'), QString());
            QVERIFY(scene.page->width() <= size.width());
            QVERIFY(scene.table->viewport()->height() > scene.table->verticalHeader()->defaultSectionSize() * 2);
        }
        QApplication::setFont(before);
    }

    void namesEverythingForScreenReaders()
    {
        const Scene scene;
        scene.click(0);
        const auto widgets = scene.page->findChildren<QWidget *>();
        for (const QWidget *widget : widgets) {
            const bool isControl = widget->isVisible() && (widget->focusPolicy() & Qt::TabFocus);
            const auto *button = qobject_cast<const QAbstractButton *>(widget);
            const auto *label = qobject_cast<const QLabel *>(widget);
            if (isControl && label == nullptr && (button == nullptr || button->text().isEmpty()))
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }

    void remembersItself()
    {
        QByteArray state;
        int login = 0;
        {
            Scene scene;
            scene.table->sortByColumn(2, Qt::DescendingOrder);
            scene.table->setColumnWidth(0, 177);
            login = scene.table->columnWidth(4) + 33;
            scene.table->setColumnWidth(4, login);
            scene.page->showTab(PeoplePage::Tab::Clients);
            scene.window.resize(1'600, 800);
            scene.clientTable->setColumnWidth(2, 155);
            state = scene.page->saveState();
        }
        Scene scene;
        scene.window.resize(1'600, 800);
        const int cdn = scene.table->columnWidth(3);
        scene.page->restoreState(state);
        QCOMPARE(scene.table->horizontalHeader()->sortIndicatorSection(), 2);
        QCOMPARE(scene.table->horizontalHeader()->sortIndicatorOrder(), Qt::DescendingOrder);
        QCOMPARE(scene.table->columnWidth(0), 177);
        QCOMPARE(scene.table->columnWidth(3), cdn);
        QCOMPARE(scene.table->columnWidth(4), login);
        scene.page->showTab(PeoplePage::Tab::Clients);
        QTRY_COMPARE(scene.clientTable->columnWidth(2), 155);
        scene.page->showTab(PeoplePage::Tab::People);
        scene.page->restoreState("damaged");
        QCOMPARE(scene.table->horizontalHeader()->sortIndicatorSection(), 2);
        QCOMPARE(scene.table->columnWidth(0), 177);
        // The width goes with the account, wherever its column stands.
        const PeopleSource gone = scene.people.input.accounts.takeFirst();
        scene.show();
        QTRY_COMPARE(scene.table->model()->headerData(3, Qt::Horizontal).toString(), u"login-eu"_s);
        QCOMPARE(scene.table->columnWidth(3), login);
        QVERIFY(scene.table->columnWidth(4) < login);
        scene.people.input.accounts += gone;
        scene.show();
        QTRY_COMPARE(scene.table->model()->columnCount(), 7);
        QCOMPARE(scene.table->columnWidth(3), login);
    }

    void takesAStateThatHasNoWidths()
    {
        const Scene scene;
        scene.table->setColumnWidth(0, 177);
        QByteArray state;
        QDataStream stream(&state, QIODevice::WriteOnly);
        stream << QByteArray() << 1 << int(Qt::DescendingOrder);
        scene.page->restoreState(state);
        QCOMPARE(scene.table->horizontalHeader()->sortIndicatorSection(), 1);
        QCOMPARE(scene.table->columnWidth(0), 177);
    }
};

QTEST_MAIN(TestPeoplePage)
#include "tst_peoplepage.moc"
