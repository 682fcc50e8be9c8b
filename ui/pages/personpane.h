#pragma once

#include "models/people/revocationparts.h"
#include "ui/pages/chosenpane.h"

#include <QHash>
#include <QPointer>

class QVBoxLayout;

namespace latchkey {

class Actions;
struct StateMark;

//! What is known of the chosen people: each identity of one, or what several come to.
class PersonPane : public ChosenPane
{
    Q_OBJECT
public:
    //! The actions must outlive the pane.
    explicit PersonPane(Actions &actions, QWidget *parent = nullptr);

    //! Empty: nobody is chosen. Shows nothing anew where nothing changed.
    void showPeople(const QList<JoinedPerson> &people, const PeopleInput &input);

Q_SIGNALS:
    //! The button of one identity whose provider lists no tokens.
    void sessionsEndRequested(const latchkey::PersonIdentity &identity);
    //! It is somebody else.
    void separateRequested(const latchkey::PersonKey &key);

private:
    [[nodiscard]] QWidget *pageOfOne(const JoinedPerson &person);
    [[nodiscard]] QWidget *pageOfSeveral();
    [[nodiscard]] QLayout *markedLine(const StateMark &mark, const QString &text) const;
    [[nodiscard]] QWidget *makeIdentity(const PersonIdentity &identity, bool isJoined);
    void addWideCall(QVBoxLayout &lines, const PersonIdentity &identity);
    [[nodiscard]] QWidget *makeFacts(const JoinedPerson &person);
    void showAge(qint64 nowMs);
    [[nodiscard]] Account accountOf(const PersonIdentity &identity) const;
    [[nodiscard]] ProviderDescription providerOf(const PersonIdentity &identity) const;

    QList<QWidget *> m_forJoined; //!< shown where somebody has several identities
    QList<QWidget *> m_forSeveral; //!< shown where several are chosen
    QList<JoinedPerson> m_people;
    QHash<AccountId, Account> m_accounts;
    QHash<ProviderId, ProviderDescription> m_providers;
    QPointer<PlainLabel> m_lastUsed; //!< of the one who is chosen
};

} // namespace latchkey
