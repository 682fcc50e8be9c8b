#pragma once

#include "app/window/sessions.h"
#include "app/window/tasks.h"
#include "ui/mainwindow.h"

#include <QObject>
#include <QPointer>

namespace latchkey {

class NewTokenDialog;

//! From "New token…" to a value that was put where it belongs. GUI thread.
class Creating : public QObject
{
    Q_OBJECT
public:
    //! All outlive this.
    Creating(App &app, Sessions &sessions, Tasks &tasks, MainWindow &window, QObject *parent = nullptr);

    //! `account`: chosen to begin with; empty: the first that can.
    void ask(const AccountId &account);

Q_SIGNALS:
    void said(const QString &fact, const QString &reason);
    void created(const latchkey::Token &token);
    void revokeRequested(const latchkey::Token &token);

private:
    QCoro::Task<> readResources(QPointer<NewTokenDialog> dialog, AccountId account);
    QCoro::Task<> create(QPointer<NewTokenDialog> dialog, AccountId account, CreateRequest request);
    void reveal(const CreatedToken &created, const Account &account);

    App &m_app;
    Sessions &m_sessions;
    Tasks &m_tasks;
    MainWindow &m_window;
};

} // namespace latchkey
