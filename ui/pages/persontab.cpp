#include "ui/pages/persontab.h"

#include "models/people/revocationparts.h"
#include "ui/pages/personpane.h"
#include "ui/parts/actions.h"
#include "ui/parts/flowlayout.h"
#include "ui/style/look.h"

#include <QAction>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace latchkey {

namespace {

//! A name alone may be that of several people.
QString wholeName(const JoinedPerson &person)
{
    const QString name = person.name();
    const QString more = person.email().isEmpty() ? person.identities.constFirst().person.id.value : person.email();
    return cleanedText(more == name ? name : QStringLiteral("%1 (%2)").arg(name, more));
}

} // namespace

PersonTab::PersonTab(const People &people, Actions &actions, QWidget *parent)
    : PeopleTab(people, actions, QStringLiteral("people"), parent)
    , m_model(new PeopleModel(people, this))
    , m_pane(new PersonPane(actions))
{
    using Column = PeopleModel::Column;
    makeChips();
    setUp(m_model,
          {.letters = {30, 26},
           .taking = {int(Column::Person), int(Column::Email)},
           .giving = {int(Column::Email), int(Column::Person)},
           .least = {20}},
          m_pane,
          {.title = tr("People"),
           .hint = tr("Name, e-mail, id; or account:NAME"),
           .filter = tr("Filter people"),
           .note = tr("matched by e-mail address, or by hand"),
           .notLoaded = tr("The people of %1 were not loaded."),
           .noMatch = tr("Nobody matches"),
           .none = tr("There are no people"),
           .noList = tr("%1 has no list of people"),
           .noLists = tr("None of the providers has a list of people"),
           .otherwise = tr("Owners of tokens appear here as soon as their tokens are listed.")});
    showChips();
    connect(this, &PeopleTab::rowsChanged, this, &PersonTab::showChips);
    connect(m_pane, &PersonPane::separateRequested, this,
            [this](const PersonKey &key) { Q_EMIT separateRequested({key}); });
    connect(m_pane, &PersonPane::sessionsEndRequested, this,
            [this](const PersonIdentity &identity) { Q_EMIT sessionsEndRequested({identity}); });
    connectActions();
}

void PersonTab::makeChips()
{
    auto *chips = new QWidget(this);
    auto *flow = new FlowLayout(chips);
    const QList<std::pair<PeopleChip, const char *>> names{{PeopleChip::TokensInSeveral, "chipSeveral"},
                                                           {PeopleChip::DeactivatedWithTokens, "chipDeactivated"},
                                                           {PeopleChip::TokensNotReported, "chipNotReported"}};
    for (const auto &[chip, name] : names) {
        auto *button = new QToolButton(chips);
        button->setObjectName(QLatin1String(name));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setFont(headerFont(font()));
        connect(button, &QAbstractButton::toggled, this, [this] {
            PeopleChips wanted;
            for (const auto &[one, toggle] : std::as_const(m_chips))
                wanted.setFlag(one, toggle->isChecked());
            m_model->setChips(wanted);
        });
        m_chips += {chip, button};
        flow->addWidget(button);
    }
    filters().addWidget(chips);
}

void PersonTab::connectActions()
{
    on(actions().revokePerson, [this] { Q_EMIT revokeRequested(chosen()); });
    on(actions().endSessions, [this] { Q_EMIT sessionsEndRequested(chosenSessions()); });
    on(actions().joinPeople, [this] { askToJoin(); });
    on(actions().separatePeople, [this] {
        QList<PersonKey> keys;
        const QList<JoinedPerson> people = chosen();
        for (const JoinedPerson &person : people) {
            if (person.identities.size() > 1)
                keys += person.keys();
        }
        Q_EMIT separateRequested(keys);
    });
}

const ListingState &PersonTab::listing(const PeopleSource &source) const { return source.people; }

//! Joined with somebody else meanwhile, it is not who was chosen.
PeopleTab::RowKey PersonTab::keyOf(int row) const
{
    RowKey key;
    for (const PersonIdentity &identity : m_model->person(row).identities)
        key += {identity.person.account, identity.person.id.value};
    return key;
}

void PersonTab::showChosen() { m_pane->showPeople(chosen(), input()); }

void PersonTab::showChips()
{
    const PeopleTable &table = m_model->table();
    const std::optional<AccountId> &account = m_model->query().account;
    const ChipCounts counts = account ? table.countsThere.value(*account) : table.counts;
    for (const auto &[chip, button] : std::as_const(m_chips)) {
        const auto [text, count] = chip == PeopleChip::TokensInSeveral
            ? std::pair(tr("Has tokens in 2 or more accounts"), counts.multiple)
            : chip == PeopleChip::DeactivatedWithTokens
            ? std::pair(tr("Deactivated, still has tokens"), counts.deactivated)
            : std::pair(tr("Sessions not reported"), counts.notReported);
        button->setText(QStringLiteral("%1  %2").arg(text, QLocale().toString(count)));
    }
}

void PersonTab::clearFilter()
{
    for (const auto &[chip, button] : std::as_const(m_chips))
        button->setChecked(false);
    PeopleTab::clearFilter();
}

QList<JoinedPerson> PersonTab::chosen() const
{
    QList<JoinedPerson> people;
    const QList<int> rows = chosenRows();
    for (const int row : rows)
        people += m_model->person(row);
    return people;
}

QList<PersonIdentity> PersonTab::chosenSessions() const
{
    QHash<AccountId, bool> isEnding;
    for (const PeopleSource &source : input().accounts)
        isEnding.insert(source.account.id, isWideOnly(input().providers.value(source.account.provider)));
    QList<PersonIdentity> sessions;
    const QList<JoinedPerson> people = chosen();
    for (const JoinedPerson &person : people) {
        for (const PersonIdentity &identity : person.identities) {
            if (isEnding.value(identity.person.account))
                sessions += identity;
        }
    }
    return sessions;
}

void PersonTab::updateActions()
{
    const QString nobody = tr("Choose somebody on the People page first.");
    const QList<JoinedPerson> people = isVisible() ? chosen() : QList<JoinedPerson>();
    const qsizetype sessions = isVisible() ? chosenSessions().size() : 0;
    const bool isJoined = std::any_of(people.cbegin(), people.cend(),
                                      [](const JoinedPerson &person) { return person.identities.size() > 1; });
    Actions::allow(actions().revokePerson, !people.isEmpty(), nobody);
    actions().revokePerson->setText(people.size() > 1
                                        ? tr("Revoke all tokens of %Ln people…", nullptr, int(people.size()))
                                        : tr("Revoke &all tokens of this person…"));
    Actions::allow(actions().endSessions, sessions > 0,
                   people.isEmpty() ? nobody
                                    : tr("The tokens of all that are chosen are listed: revoke those instead."));
    actions().endSessions->setText(sessions > 1 ? tr("End all sessions of %Ln people…", nullptr, int(sessions))
                                                : tr("&End all sessions…"));
    Actions::allow(actions().joinPeople, people.size() > 1,
                   people.isEmpty() ? nobody : tr("Choose two or more rows that are one person."));
    Actions::allow(actions().separatePeople, isJoined,
                   people.isEmpty() ? nobody : tr("Nobody that is chosen was joined from several accounts."));
}

void PersonTab::addActions(QMenu &menu) const
{
    menu.addActions({actions().joinPeople, actions().separatePeople});
    menu.addSeparator();
    menu.addActions({actions().endSessions, actions().revokePerson});
}

void PersonTab::askToJoin()
{
    constexpr qsizetype MostNamed = 10;
    const QList<JoinedPerson> people = chosen();
    if (people.size() < 2)
        return;
    QHash<AccountId, QString> names;
    for (const PeopleSource &source : input().accounts)
        names.insert(source.account.id, cleanedText(source.account.name));
    QStringList lines;
    QList<PersonKey> keys;
    for (const JoinedPerson &person : people) {
        // One identity stands for its row: what joined the others to it goes on joining them.
        keys += person.identities.constFirst().key();
        QStringList accounts;
        for (const PersonIdentity &identity : person.identities)
            accounts += names.value(identity.person.account);
        if (lines.size() < MostNamed)
            lines += tr("%1 in %2").arg(wholeName(person), QLocale().createSeparatedList(accounts));
    }
    if (people.size() > MostNamed)
        lines += tr("and %Ln other(s)", nullptr, int(people.size() - MostNamed));
    auto *question = new QMessageBox(this);
    question->setObjectName(QStringLiteral("joinQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText);
    question->setIcon(QMessageBox::Question);
    question->setText(tr("Are these %Ln rows one person?", nullptr, int(people.size())));
    question->setInformativeText(lines.join(u'\n') + QStringLiteral("\n\n")
                                 + tr("Plans for this person will then cover all of them. Separate takes it back."));
    const auto *join = question->addButton(tr("Join as one person"), QMessageBox::AcceptRole);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(join, &QAbstractButton::clicked, this, [this, keys] { Q_EMIT joinRequested(keys); });
    question->open();
}

} // namespace latchkey
