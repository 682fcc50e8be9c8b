#include "ui/pages/personpane.h"

#include "models/people/peoplemodel.h"
#include "ui/dates.h"
#include "ui/pages/personbutton.h"
#include "ui/parts/actions.h"
#include "ui/parts/emptystate.h"
#include "ui/parts/flowlayout.h"
#include "ui/parts/plainlabel.h"
#include "ui/parts/tintedhead.h"
#include "ui/style/badges.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

namespace {

using Tone = PersonButton::Tone;
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

PlainLabel *dimLine(const QString &text, QWidget *parent)
{
    auto *label = new PlainLabel(text, parent);
    label->setDim(true);
    label->setElided(Qt::ElideRight);
    label->setSelectable(true);
    return label;
}

//! With a small icon before it.
QLayout *markedLine(const StateMark &mark, const QString &text, QWidget *parent)
{
    auto *icon = new PlainLabel(parent);
    icon->setPixmap(tintedIcon(mark.icon, mark.tint).pixmap(QSize(14, 14), parent->devicePixelRatioF()));
    auto *row = new QHBoxLayout;
    row->setSpacing(5);
    row->addWidget(icon);
    row->addWidget(dimLine(text, parent), 1);
    return row;
}

QString tokensText(const TokenCount &count)
{
    if (count.kind != Kind::Known)
        return countText(count);
    return count.isLeast ? PersonPane::tr("%Ln or more token(s)", nullptr, int(count.tokens))
                         : PersonPane::tr("%Ln token(s)", nullptr, int(count.tokens));
}

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

PersonPane::PersonPane(Actions &actions, QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(m_pages))
    , m_head(new TintedHead)
    , m_title(new PlainLabel(m_head))
    , m_email(new PlainLabel(m_head))
    , m_body(new QScrollArea)
{
    setObjectName(QStringLiteral("personPane"));
    setAccessibleName(tr("Chosen people"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_empty->say("people", tr("Nobody is chosen."),
                 tr("Choose somebody to see every account that knows them, or several to act on all of them."));
    makeHead(actions);
    m_body->setFrameShape(QFrame::NoFrame);
    m_body->setWidgetResizable(true);
    m_body->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_body->setAccessibleName(tr("Accounts of this person"));
    auto *shown = new QWidget(m_pages);
    auto *column = new QVBoxLayout(shown);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_body, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(shown);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pages);
    setMinimumWidth(fontMetrics().height() * 12);
}

void PersonPane::makeHead(Actions &actions)
{
    m_title->setObjectName(QStringLiteral("personTitle"));
    m_title->setFont(titleFont(font()));
    m_title->setElided(Qt::ElideRight);
    m_title->setSelectable(true);
    m_email->setObjectName(QStringLiteral("personEmail"));
    m_email->setDim(true);
    m_email->setElided(Qt::ElideRight);
    m_email->setSelectable(true);
    auto *revoke = new PersonButton(actions.revokePerson, "revoke", Tone::Red, m_head);
    auto *sessions = new PersonButton(actions.endSessions, "sessions", Tone::Red, m_head);
    auto *tokens = new PersonButton(actions.showTheirTokens, "tokens", Tone::Plain, m_head);
    auto *join = new PersonButton(actions.joinPeople, "people", Tone::Plain, m_head);
    auto *separate = new PersonButton(actions.separatePeople, "", Tone::Plain, m_head);
    m_forSeveral = {sessions, join};
    m_forJoined = {separate};

    auto *others = new QWidget(m_head);
    auto *flow = new FlowLayout(others);
    for (QWidget *button : {static_cast<QWidget *>(sessions), static_cast<QWidget *>(tokens),
                            static_cast<QWidget *>(join), static_cast<QWidget *>(separate)})
        flow->addWidget(button);
    auto *column = new QVBoxLayout(m_head);
    column->setContentsMargins(12, 8, 12, 10);
    column->setSpacing(6);
    column->addWidget(m_title);
    column->addWidget(m_email);
    column->addWidget(revoke, 0, Qt::AlignLeft);
    column->addWidget(others);
}

void PersonPane::showPeople(const QList<JoinedPerson> &people, const PeopleInput &input)
{
    QHash<AccountId, Account> accounts;
    for (const PeopleSource &source : input.accounts)
        accounts.insert(source.account.id, source.account);
    if (people == m_people && accounts == m_accounts)
        return; // a button under somebody's hand must not be made anew
    m_people = people;
    m_accounts = accounts;
    m_providers = input.providers;
    m_pages->setCurrentIndex(people.isEmpty() ? 0 : 1);
    if (people.isEmpty())
        return;
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
    m_head->setProduction(isProduction);
    for (QWidget *button : std::as_const(m_forSeveral))
        button->setVisible(people.size() > 1);
    for (QWidget *button : std::as_const(m_forJoined))
        button->setVisible(isJoined);
    if (people.size() == 1)
        showOne(people.constFirst());
    else
        showSeveral();
}

QVBoxLayout *PersonPane::startBody()
{
    auto *page = new QWidget;
    page->setAutoFillBackground(true);
    page->setBackgroundRole(QPalette::Base);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_body->setWidget(page);
    return column;
}

void PersonPane::showOne(const JoinedPerson &person)
{
    m_title->setText(person.name());
    m_email->setText(person.email().isEmpty() ? tr("e-mail not reported") : person.email());
    m_email->show();
    QVBoxLayout *column = startBody();
    for (const PersonIdentity &identity : person.identities) {
        column->addWidget(makeIdentity(identity, person.identities.size() > 1));
        column->addWidget(new PersonLine(column->parentWidget()));
    }
    column->addWidget(makeFacts(person));
    column->addStretch();
}

void PersonPane::showSeveral()
{
    constexpr qsizetype MostNamed = 12;
    m_title->setText(tr("%Ln people", nullptr, int(m_people.size())));
    qint64 tokens = 0;
    for (const JoinedPerson &person : std::as_const(m_people))
        tokens += person.known().tokens;
    m_email->setText(tr("%1 in %2")
                         .arg(tr("%Ln token(s)", nullptr, int(tokens)),
                              tr("%Ln account(s)", nullptr, accountsWithTokens(m_people))));
    QVBoxLayout *column = startBody();
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(2);
    const QList<JoinedPerson> named = m_people.first(std::min(m_people.size(), MostNamed));
    for (const JoinedPerson &person : named) {
        auto *row = new QHBoxLayout;
        auto *name = new PlainLabel(person.name());
        name->setElided(Qt::ElideRight);
        auto *count = new PlainLabel(tokensText(person.known()));
        count->setAbsent(person.known().kind != Kind::Known);
        row->addWidget(name, 1);
        row->addWidget(count);
        column->addLayout(row);
    }
    if (m_people.size() > named.size())
        column->addWidget(
            dimLine(tr("and %Ln other(s)", nullptr, int(m_people.size() - named.size())), column->parentWidget()));
    column->addStretch();
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
    auto *count = new PlainLabel(tokensText(identity.count), block);
    count->setObjectName(QStringLiteral("identityCount"));
    count->setAbsent(identity.count.kind != Kind::Known);
    if (const QString tip = countTip(identity.count); !tip.isEmpty())
        count->setToolTip(tip);
    head->addWidget(new PersonBar(account.colour, block));
    head->addWidget(name);
    head->addWidget(new Badge(account.environment, BadgeForm::Short, block));
    head->addStretch(1);
    head->addWidget(count);
    lines->addLayout(head);

    QStringList words{person.name, person.role};
    words.removeAll(QString());
    if (!words.isEmpty())
        lines->addWidget(dimLine(words.join(QStringLiteral(", ")), block));
    auto *id = dimLine(tr("id %1").arg(cleanedText(person.id.value)), block);
    id->setElided(Qt::ElideMiddle);
    lines->addWidget(id);
    if (isDeactivated(person.state))
        lines->addWidget(dimLine(tr("state %1").arg(cleanedText(person.state)), block));
    if (identity.usedLastDay > 0)
        lines->addLayout(markedLine({"clock", Tint::Warn},
                                    tr("%Ln used in the last 24 h", nullptr, int(identity.usedLastDay)), block));
    if (account.policy.readOnly)
        lines->addLayout(markedLine({"lock", Tint::Dim}, tr("read-only: left out of the plan"), block));
    addWideCall(*lines, identity);
    if (!isJoined)
        return block;
    auto *match = new QHBoxLayout;
    match->addWidget(dimLine(identity.match == Match::Email ? tr("matched by e-mail") : tr("matched by hand"), block),
                     1);
    auto *separate = new PersonButton(tr("Separate"), "", Tone::Plain, block);
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
    auto *button = new PersonButton(action + u'…', "sessions", Tone::Red, lines.parentWidget());
    button->setObjectName(QStringLiteral("endSessionsOfIdentity"));
    connect(button, &QAbstractButton::clicked, this, [this, identity] { Q_EMIT sessionsEndRequested(identity); });
    lines.addSpacing(2);
    lines.addWidget(button, 0, Qt::AlignLeft);
    lines.addSpacing(2);
}

QWidget *PersonPane::makeFacts(const JoinedPerson &person) const
{
    auto *facts = new QWidget;
    auto *title = new PlainLabel(tr("Known of this person"), facts);
    title->setFont(boldFont(font()));
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(4);
    const auto add = [&](const QString &label, const QString &text, bool isAbsent) {
        auto *what = new PlainLabel(label, facts);
        what->setDim(true);
        auto *value = new PlainLabel(text, facts);
        value->setAbsent(isAbsent);
        value->setElided(Qt::ElideRight);
        value->setSelectable(true);
        value->setAccessibleName(QStringLiteral("%1: %2").arg(label, value->text()));
        form->addRow(what, value);
    };
    const TokenCount known = person.known();
    const bool hasCount = known.kind == Kind::Known;
    add(tr("Tokens"),
        hasCount
            ? tr("%1 in %2")
                  .arg(QLocale().toString(known.tokens), tr("%Ln account(s)", nullptr, accountsWithTokens({person})))
            : countText(known),
        !hasCount);
    QStringList states;
    for (const PersonIdentity &identity : person.identities) {
        const QString state = cleanedText(identity.person.state);
        if (!state.isEmpty() && !states.contains(state))
            states += state;
    }
    add(tr("State"), states.isEmpty() ? notReportedText() : states.join(QStringLiteral(", ")), states.isEmpty());
    auto *column = new QVBoxLayout(facts);
    column->setContentsMargins(12, 10, 12, 8);
    column->setSpacing(6);
    column->addWidget(title);
    column->addLayout(form);
    return facts;
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
