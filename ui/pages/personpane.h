#pragma once

#include "models/people/revocationparts.h"

#include <QHash>
#include <QWidget>

class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace latchkey {

class Actions;
class EmptyState;
class PlainLabel;
class TintedHead;

//! What is known of the chosen people: each identity of one, or what several come to.
class PersonPane : public QWidget
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
    void makeHead(Actions &actions);
    void showOne(const JoinedPerson &person);
    void showSeveral();
    [[nodiscard]] QVBoxLayout *startBody();
    [[nodiscard]] QWidget *makeIdentity(const PersonIdentity &identity, bool isJoined);
    void addWideCall(QVBoxLayout &lines, const PersonIdentity &identity);
    [[nodiscard]] QWidget *makeFacts(const JoinedPerson &person) const;
    [[nodiscard]] Account accountOf(const PersonIdentity &identity) const;
    [[nodiscard]] ProviderDescription providerOf(const PersonIdentity &identity) const;

    QStackedWidget *m_pages;
    EmptyState *m_empty;
    TintedHead *m_head;
    PlainLabel *m_title;
    PlainLabel *m_email;
    QList<QWidget *> m_forJoined; //!< shown where somebody has several identities
    QList<QWidget *> m_forSeveral; //!< shown where several are chosen
    QScrollArea *m_body;
    QList<JoinedPerson> m_people;
    QHash<AccountId, Account> m_accounts;
    QHash<ProviderId, ProviderDescription> m_providers;
};

} // namespace latchkey
