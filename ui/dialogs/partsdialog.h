#pragma once

#include "network/domain/account.h"

#include <QDialog>
#include <QList>

class QPushButton;
class QTreeWidget;

namespace latchkey {

//! One account's part of revoking everything of somebody.
struct PersonPart
{
    AccountId account = {};
    QString accountName = {};
    Environment environment = Environment::Production;
    QString what = {}; //!< "2 tokens", "End all sessions of ann@example.com", or why nothing can be done
    bool isPossible = true;
};

//! Asks which accounts a plan for a person or client is to cover. Nothing is ticked to begin with; it leads to the
//! plan, so nothing is sent from here. Show it with open().
class PartsDialog : public QDialog
{
    Q_OBJECT
public:
    //! `title`: "Revoke all tokens of Ann Kowalski".
    PartsDialog(const QString &title, const QList<PersonPart> &parts, QWidget *parent = nullptr);

Q_SIGNALS:
    //! At least one; the dialog closes.
    void chosen(const QList<latchkey::AccountId> &accounts);

private:
    [[nodiscard]] QList<AccountId> ticked() const;
    void updateButton();

    QTreeWidget *m_parts;
    QPushButton *m_plan;
};

} // namespace latchkey
