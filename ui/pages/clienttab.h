#pragma once

#include "models/people/clientsmodel.h"
#include "ui/pages/peopletab.h"

namespace latchkey {

class ClientPane;

//! The clients of all accounts.
class ClientTab : public PeopleTab
{
    Q_OBJECT
public:
    //! Both must outlive the tab.
    ClientTab(const People &people, Actions &actions, QWidget *parent = nullptr);

    //! In the order of the table.
    [[nodiscard]] QList<ListedClient> chosen() const;

Q_SIGNALS:
    // See PeoplePage.
    void revokeRequested(const QList<latchkey::ListedClient> &clients);
    void disableRequested(const QList<latchkey::ListedClient> &clients);

protected:
    [[nodiscard]] const ListingState &listing(const PeopleSource &source) const override;
    [[nodiscard]] RowKey keyOf(int row) const override;
    void showChosen() override;
    void updateActions() override;
    void addActions(QMenu &menu) const override;

private:
    [[nodiscard]] bool canOfAll(Capability capability) const;

    ClientsModel *m_model;
    ClientPane *m_pane;
};

} // namespace latchkey
