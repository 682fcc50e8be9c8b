#pragma once

#include "models/people/peopletable.h"

#include <QWidget>

class QFormLayout;
class QScrollArea;
class QStackedWidget;

namespace latchkey {

class Actions;
class EmptyState;
class PlainLabel;
class TintedHead;

//! What is known of the chosen clients.
class ClientPane : public QWidget
{
    Q_OBJECT
public:
    //! The actions must outlive the pane.
    explicit ClientPane(Actions &actions, QWidget *parent = nullptr);

    //! Empty: none is chosen. Shows nothing anew where nothing changed.
    void showClients(const QList<ListedClient> &clients, const PeopleInput &input);

private:
    void showOne(const Account &account, const ProviderDescription &provider);
    void addFact(const QString &label, const QString &text);

    QStackedWidget *m_pages;
    EmptyState *m_empty;
    TintedHead *m_head;
    PlainLabel *m_title;
    PlainLabel *m_account;
    QScrollArea *m_body;
    QFormLayout *m_facts = nullptr;
    QList<ListedClient> m_clients;
    QList<Account> m_accounts;
};

} // namespace latchkey
