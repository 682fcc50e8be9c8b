#pragma once

#include "models/people/peoplemodel.h"
#include "ui/pages/peopletab.h"

class QToolButton;

namespace latchkey {

class PersonPane;

//! The people of all accounts, each on one row.
class PersonTab : public PeopleTab
{
    Q_OBJECT
public:
    //! Both must outlive the tab.
    PersonTab(const People &people, Actions &actions, QWidget *parent = nullptr);

    //! In the order of the table.
    [[nodiscard]] QList<JoinedPerson> chosen() const;

Q_SIGNALS:
    // See PeoplePage.
    void revokeRequested(const QList<latchkey::JoinedPerson> &people);
    void sessionsEndRequested(const QList<latchkey::PersonIdentity> &identities);
    void joinRequested(const QList<latchkey::PersonKey> &keys);
    void separateRequested(const QList<latchkey::PersonKey> &keys);

protected:
    [[nodiscard]] const ListingState &listing(const PeopleSource &source) const override;
    [[nodiscard]] RowKey keyOf(int row) const override;
    void showChosen() override;
    void updateActions() override;
    void addActions(QMenu &menu) const override;
    void clearFilter() override;

private:
    void makeChips();
    void connectActions();
    void showChips();
    void askToJoin();
    [[nodiscard]] QList<PersonIdentity> chosenSessions() const;

    PeopleModel *m_model;
    PersonPane *m_pane;
    QList<std::pair<PeopleChip, QToolButton *>> m_chips;
};

} // namespace latchkey
