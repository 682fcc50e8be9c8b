#include "ui/pages/personpane.h"

#include "models/people/peoplemodel.h"
#include "ui/dates.h"
#include "ui/parts/actions.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/badges.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

namespace {

using Tone = ActionButton::Tone;
using Kind = TokenCount::Kind;
using Match = PersonIdentity::Match;

//! The account's colour beside its name.
class PersonBar : public QWidget
{
public:
    PersonBar(QString colour, QWidget *parent) : QWidget(parent), m_colour(std::move(colour))
    {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setVisible(!m_colour.isEmpty());
    }
    [[nodiscard]] QSize sizeHint() const override { return {4, 16}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintAccountBar(painter, rect(), m_colour);
    }

private:
    QString m_colour;
};

//! A line between two parts.
class PersonLine : public QWidget
{
public:
    explicit PersonLine(QWidget *parent) : QWidget(parent) { setFixedHeight(1); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), coloursFor(palette()).line);
    }
};

//! In how many accounts there are tokens.
int accountsWithTokens(const QList<JoinedPerson> &people)
{
    QSet<AccountId> accounts;
    for (const JoinedPerson &person : people) {
        for (const PersonIdentity &identity : person.identities) {
            if (identity.count.kind == Kind::Known && identity.count.tokens > 0)
                accounts.insert(identity.person.account);
        }
    }
    return int(accounts.size());
}

} // namespace

PersonPane::PersonPane(Actions &actions, QWidget *parent) : ChosenPane(actions.revokePerson, parent)
{
    setObjectName(QStringLiteral("personPane"));
    setAccessibleName(tr("Chosen people"));
    body().setAccessibleName(tr("Accounts of this person"));
    title().setObjectName(QStringLiteral("personTitle"));
    subtitle().setObjectName(QStringLiteral("personEmail"));
    sayNone("people", tr("Nobody is chosen."),
            tr("Choose somebody to see every account that knows them, or several to act on all of them."));
    QWidget *sessions = addButton(actions.endSessions, "sessions", Tone::Red);
    addButton(actions.showTheirTokens, "tokens", Tone::Plain);
    QWidget *join = addButton(actions.joinPeople, "people", Tone::Plain);
    m_forSeveral = {sessions, join};
    m_forJoined = {addButton(actions.separatePeople, "", Tone::Plain)};
}

void PersonPane::showPeople(const QList<JoinedPerson> &people, const PeopleInput &input)
{
    QHash<AccountId, Account> accounts;
    for (const PeopleSource &source : input.accounts)
        accounts.insert(source.account.id, source.account);
    if (people == m_people && accounts == m_accounts)
        return showAge(input.nowMs); // a button under somebody's hand must not be made anew
    m_people = people;
    m_accounts = accounts;
    m_providers = input.providers;
    if (people.isEmpty())
        return showNone();
    bool isProduction = false;
    bool isJoined = false;
    for (const JoinedPerson &person : people) {
        isJoined = isJoined || person.identities.size() > 1;
        isProduction = isProduction
            || std::any_of(person.identities.cbegin(), person.identities.cend(),
                           [this](const PersonIdentity &identity) {
                               return accountOf(identity).environment == Environment::Production;
                           });
    }
    for (QWidget *button : std::as_const(m_forSeveral))
        button->setVisible(people.size() > 1);
    for (QWidget *button : std::as_const(m_forJoined))
        button->setVisible(isJoined);
    showBody(people.size() == 1 ? pageOfOne(people.constFirst()) : pageOfSeveral(), isProduction);
    showAge(input.nowMs);
}

QWidget *PersonPane::pageOfOne(const JoinedPerson &person)
{
    title().setText(person.name());
    subtitle().setText(person.email().isEmpty() ? tr("e-mail not reported") : person.email());
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (const PersonIdentity &identity : person.identities) {
        column->addWidget(makeIdentity(identity, person.identities.size() > 1));
        column->addWidget(new PersonLine(page));
    }
    column->addWidget(makeFacts(person));
    column->addStretch();
    return page;
}

QWidget *PersonPane::pageOfSeveral()
{
    title().setText(tr("%Ln people", nullptr, int(m_people.size())));
    qint64 tokens = 0;
    for (const JoinedPerson &person : std::as_const(m_people))
        tokens += person.known().tokens;
    subtitle().setText(
        tr("%1 in %2")
            .arg(tokensText({Kind::Known, tokens}), tr("%Ln account(s)", nullptr, accountsWithTokens(m_people))));
    QList<std::pair<QString, TokenCount>> names;
    for (const JoinedPerson &person : std::as_const(m_people))
        names += {person.name(), person.known()};
    return pageOfNames(names);
}

//! With a small icon before it.
QLayout *PersonPane::markedLine(const StateMark &mark, const QString &text) const
{
    auto *icon = new PlainLabel;
    icon->setPixmap(tintedIcon(mark.icon, mark.tint).pixmap(QSize(14, 14), devicePixelRatioF()));
    auto *row = new QHBoxLayout;
    row->setSpacing(5);
    row->addWidget(icon);
    row->addWidget(dimLine(text), 1);
    return row;
}

QWidget *PersonPane::makeIdentity(const PersonIdentity &identity, bool isJoined)
{
    const Account account = accountOf(identity);
    const Person &person = identity.person;
    auto *block = new QWidget;
    block->setObjectName(QStringLiteral("identity"));
    block->setAccessibleName(
        QStringLiteral("%1, %2, %3")
            .arg(cleanedText(account.name), environmentText(account.environment), tokensText(identity.count)));
    auto *lines = new QVBoxLayout(block);
    lines->setContentsMargins(12, 8, 12, 8);
    lines->setSpacing(2);

    auto *head = new QHBoxLayout;
    head->setSpacing(6);
    auto *name = new PlainLabel(account.name, block);
    name->setElided(Qt::ElideRight);
    PlainLabel *count = tokensLabel(identity.count);
    count->setObjectName(QStringLiteral("identityCount"));
    head->addWidget(new PersonBar(account.colour, block));
    head->addWidget(name);
    head->addWidget(new Badge(account.environment, BadgeForm::Short, block));
    head->addStretch(1);
    head->addWidget(count);
    lines->addLayout(head);

    QStringList words{person.name, person.role};
    words.removeAll(QString());
    if (!words.isEmpty())
        lines->addWidget(dimLine(words.join(QStringLiteral(", "))));
    const QString word = providerOf(identity).personWord;
    auto *id = dimLine(QStringLiteral("%1 %2").arg(word.isEmpty() ? tr("id") : word, person.id.value));
    id->setElided(Qt::ElideMiddle);
    lines->addWidget(id);
    if (isDeactivated(person.state))
        lines->addWidget(dimLine(tr("state %1").arg(cleanedText(person.state))));
    if (identity.usedLastDay > 0)
        lines->addLayout(
            markedLine({"clock", Tint::Warn}, tr("%Ln used in the last 24 h", nullptr, int(identity.usedLastDay))));
    if (account.policy.readOnly)
        lines->addLayout(markedLine({"lock", Tint::Dim}, tr("read-only: left out of the plan")));
    addWideCall(*lines, identity);
    if (!isJoined)
        return block;
    auto *match = new QHBoxLayout;
    match->addWidget(dimLine(identity.match == Match::Email ? tr("matched by e-mail") : tr("matched by hand")), 1);
    auto *separate = new ActionButton(tr("Separate"), "", Tone::Plain, block);
    separate->setObjectName(QStringLiteral("separateIdentity"));
    separate->setFlat(true);
    separate->setFont(secondaryFont(font()));
    separate->setAccessibleName(tr("Separate %1 from this person").arg(cleanedText(account.name)));
    separate->setToolTip(tr("This is somebody else"));
    connect(separate, &QAbstractButton::clicked, this, [this, key = identity.key()] { Q_EMIT separateRequested(key); });
    match->addWidget(separate);
    lines->addLayout(match);
    return block;
}

//! Of a provider that lists no tokens: why, and the one call that it has.
void PersonPane::addWideCall(QVBoxLayout &lines, const PersonIdentity &identity)
{
    const ProviderDescription provider = providerOf(identity);
    if (!isWideOnly(provider))
        return;
    const QString who = cleanedText(identity.person.name.isEmpty() ? identity.person.id.value : identity.person.name);
    const auto whyNot = provider.whyNot.find(Capability::ListTokens);
    const auto words = provider.wideWords.find(Capability::RevokeByPerson);
    QStringList sentences;
    if (whyNot != provider.whyNot.end())
        sentences += whyNot->second;
    if (words != provider.wideWords.end())
        sentences += QString(words->second.effect).replace(QStringLiteral("%1"), who);
    auto *why = new PlainLabel(sentences.join(u' '), lines.parentWidget());
    why->setWordWrap(true);
    why->setFont(secondaryFont(font()));
    lines.addSpacing(4);
    lines.addWidget(why);
    const QString action = words != provider.wideWords.end()
        ? QString(words->second.action).replace(QStringLiteral("%1"), who)
        : tr("End all sessions");
    auto *button = new ActionButton(action + u'…', "sessions", Tone::Red, lines.parentWidget());
    button->setObjectName(QStringLiteral("endSessionsOfIdentity"));
    connect(button, &QAbstractButton::clicked, this, [this, identity] { Q_EMIT sessionsEndRequested(identity); });
    lines.addSpacing(2);
    lines.addWidget(button, 0, Qt::AlignLeft);
    lines.addSpacing(2);
}

QWidget *PersonPane::makeFacts(const JoinedPerson &person)
{
    auto *facts = new QWidget;
    auto *heading = new PlainLabel(tr("Known of this person"), facts);
    heading->setFont(boldFont(font()));
    QFormLayout *form = factsForm();
    const TokenCount known = person.known();
    const bool hasCount = known.kind == Kind::Known;
    addFact(*form, tr("Tokens"),
            hasCount ? tr("%1 in %2")
                           .arg(QLocale().toString(known.tokens),
                                tr("%Ln account(s)", nullptr, accountsWithTokens({person})))
                     : countText(known),
            !hasCount);
    m_lastUsed = addFact(*form, tr("Last used"), {}, !person.lastUsed().isReported());
    m_lastUsed->setObjectName(QStringLiteral("personLastUsed"));
    QStringList states;
    for (const PersonIdentity &identity : person.identities) {
        const QString state = cleanedText(identity.person.state);
        if (!state.isEmpty() && !states.contains(state))
            states += state;
    }
    addFact(*form, tr("State"), states.isEmpty() ? notReportedText() : states.join(QStringLiteral(", ")),
            states.isEmpty());
    const bool hasTokens = known.tokens > 0;
    const QString unknown = hasCount ? notReportedText() : countText(known);
    auto *uses = addFact(*form, tr("Uses this app"),
                         !hasTokens                 ? unknown
                             : person.usesThisApp() ? tr("yes")
                                                    : tr("no"),
                         !hasTokens);
    uses->setObjectName(QStringLiteral("personUsesThisApp"));
    auto *column = new QVBoxLayout(facts);
    column->setContentsMargins(12, 10, 12, 8);
    column->setSpacing(6);
    column->addWidget(heading);
    column->addLayout(form);
    return facts;
}

//! Times are relative, and what is chosen may stay so for hours.
void PersonPane::showAge(qint64 nowMs)
{
    if (m_people.size() != 1 || m_lastUsed == nullptr)
        return;
    const Moment lastUsed = m_people.constFirst().lastUsed();
    const TokenCount known = m_people.constFirst().known();
    m_lastUsed->setText(known.kind == Kind::Awaited ? countText(known) : relativeText(lastUsed, nowMs));
    m_lastUsed->setToolTip(exactText(lastUsed));
    m_lastUsed->setAccessibleName(QStringLiteral("%1: %2").arg(tr("Last used"), m_lastUsed->text()));
}

Account PersonPane::accountOf(const PersonIdentity &identity) const
{
    return m_accounts.value(identity.person.account);
}

ProviderDescription PersonPane::providerOf(const PersonIdentity &identity) const
{
    return m_providers.value(accountOf(identity).provider);
}

} // namespace latchkey
