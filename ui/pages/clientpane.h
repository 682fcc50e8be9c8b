#pragma once

#include "models/people/peopletable.h"
#include "ui/pages/chosenpane.h"

namespace latchkey {

class Actions;

//! What is known of the chosen clients.
class ClientPane : public ChosenPane
{
    Q_OBJECT
public:
    //! The actions must outlive the pane.
    explicit ClientPane(Actions &actions, QWidget *parent = nullptr);

    //! Empty: none is chosen. Shows nothing anew where nothing changed.
    void showClients(const QList<ListedClient> &clients, const PeopleInput &input);

private:
    [[nodiscard]] QWidget *pageOfOne(const Account &account, const ProviderDescription &provider);
    [[nodiscard]] QWidget *pageOfSeveral();

    QList<ListedClient> m_clients;
    QList<Account> m_accounts;
};

} // namespace latchkey
