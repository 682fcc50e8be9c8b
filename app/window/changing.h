#pragma once

#include "app/window/sessions.h"
#include "app/window/tasks.h"
#include "network/provider.h"
#include "ui/mainwindow.h"

#include <QObject>
#include <QPointer>

namespace latchkey {

class IdleTimeoutDialog;
class UpdateTokenDialog;

//! What can be changed or asked for without a plan: a token's fields, an idle timeout, the value of a token that the
//! provider gives out. GUI thread.
class Changing : public QObject
{
    Q_OBJECT
public:
    //! All outlive this.
    Changing(App &app, Sessions &sessions, Tasks &tasks, MainWindow &window, QObject *parent = nullptr);

    //! A token of the inventory.
    void askUpdate(const Token &token);
    //! One that is named by its value or another id.
    void askUpdateByValue(const AccountId &account);
    void askIdleTimeout(const AccountId &account);
    void showValue(const Token &token);

Q_SIGNALS:
    void said(const QString &fact, const QString &reason);
    //! As it is now; its id may be another.
    void changed(const latchkey::Token &token);

private:
    void openUpdate(const AccountId &account, const std::optional<Token> &token);
    QCoro::Task<> update(QPointer<UpdateTokenDialog> dialog, AccountId account, UpdateRequest request);
    QCoro::Task<> readTimeout(QPointer<IdleTimeoutDialog> dialog, AccountId account);
    QCoro::Task<> changeTimeout(QPointer<IdleTimeoutDialog> dialog, AccountId account, IdleTimeout timeout);
    QCoro::Task<> readValue(Token token);
    void tell(const QString &fact, const Error &error, const AccountId &account);

    App &m_app;
    Sessions &m_sessions;
    Tasks &m_tasks;
    MainWindow &m_window;
};

} // namespace latchkey
