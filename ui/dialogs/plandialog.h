#pragma once

#include "models/revocation/plan.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace latchkey {

class Clock;
class FieldBox;

//! Names everything that a plan will do, and asks for what the plan's class of confirmation demands. Cancel is the
//! default button; Enter in a field never revokes. Show it with open().
class PlanDialog : public QDialog
{
    Q_OBJECT
public:
    struct AccountContext
    {
        ProviderDescription provider = {};
        WriteBudget budget = {};
        QString colour = {};
        int deletesInFlight = 1;
        std::optional<qint64> checkedAtMs = {}; //!< UTC ms; when the identity was verified
    };
    struct Context
    {
        QHash<AccountId, AccountContext> accounts = {}; //!< one for each of the plan
        QHash<AccountId, QString> names = {}; //!< of accounts of which something is left out, where known
        QString lastReason = {}; //!< proposed where the plan has none
        int outboxSeconds = 10; //!< 0: sent at once
    };
    //! `clock` outlives the dialog.
    PlanDialog(const Plan &plan, const Context &context, const Clock &clock, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    //! Everything asked for was given; the dialog closes. The reason is trimmed, and may be empty where it may be.
    void confirmed(const QString &reason);
    //! The dialog stays.
    void savePlanRequested();
    //! Offered where accounts are left out because they are read-only; the dialog closes. The plan is to be made again.
    void changesRequested(const QList<latchkey::AccountId> &accounts);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHead();
    //! Which accounts lose access; null where the plan is not of own tokens.
    [[nodiscard]] QWidget *makeLosses();
    [[nodiscard]] QWidget *makeFacts();
    //! What the wide calls end; null where there are none.
    [[nodiscard]] QWidget *makeEffects();
    [[nodiscard]] QWidget *makeGates();
    [[nodiscard]] QWidget *makeButtons();
    [[nodiscard]] QList<Estimate> estimates() const;
    //! All wide calls end a person's sessions, at providers that list no tokens.
    [[nodiscard]] bool endsSessionsAlone() const;
    //! "End all sessions of ann@example.com", of the only wide call; else how many there are.
    [[nodiscard]] QString wideTitle() const;
    [[nodiscard]] QString buttonText() const;
    [[nodiscard]] bool isReasonGiven() const;
    [[nodiscard]] bool isCountRight() const;
    [[nodiscard]] bool isNameRight() const;
    //! What to type, and why.
    [[nodiscard]] QString countHint() const;
    [[nodiscard]] QString nameHint() const;
    void updateGates();
    //! Enter in one of them: on to the next that is not filled rightly; nothing where none is.
    void goOnFrom(const QObject *gate);
    void tintButton();
    void confirm();
    //! Accounts of which something is left out because they are read-only.
    [[nodiscard]] QList<AccountId> readOnlyAccounts() const;

    Plan m_plan;
    Context m_context;
    const Clock &m_clock;
    Confirmation m_confirmation;
    QLineEdit *m_reason;
    FieldBox *m_reasonBox = nullptr;
    QLineEdit *m_count;
    FieldBox *m_countBox = nullptr;
    QLineEdit *m_name;
    FieldBox *m_nameBox = nullptr;
    QPushButton *m_revoke;
    QPushButton *m_cancel;
};

} // namespace latchkey
