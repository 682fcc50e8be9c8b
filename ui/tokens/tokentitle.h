#pragma once

#include "models/inventory/tokensnapshot.h"

#include <QWidget>

class QProgressBar;
class QPushButton;

namespace latchkey {

class Badge;
class PlainLabel;

//! The line above the tokens: which accounts are shown, what is loading, and how old it is. Tinted where one account
//! in production is shown.
class TokenTitle : public QWidget
{
    Q_OBJECT

public:
    explicit TokenTitle(QWidget *parent = nullptr);

    //! Null: all accounts.
    void setAccount(const AccountRow *account);
    //! Without a sidebar the account is chosen here, by a button.
    void setNarrow(bool isNarrow);
    //! Of a load in progress, "login-eu: 1,240 of 5,310"; `expected` 0: nobody knows.
    void showProgress(const QString &text, qint64 arrived, qint64 expected);
    //! Nothing loads.
    void showAge(const QString &text);

Q_SIGNALS:
    void stopRequested();
    //! The button was pressed; a menu belongs at `globalPos`.
    void accountsRequested(const QPoint &globalPos);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PlainLabel *m_title;
    PlainLabel *m_account;
    QPushButton *m_choose;
    Badge *m_badge;
    PlainLabel *m_provider;
    PlainLabel *m_progress;
    QProgressBar *m_bar;
    QPushButton *m_stop;
    PlainLabel *m_age;
    bool m_isProduction = false;
};

} // namespace latchkey
