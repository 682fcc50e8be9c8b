#pragma once

#include "app/app.h"
#include "ui/mainwindow.h"

#include <QObject>

#include <functional>

namespace latchkey {

//! What the journal tells: on the Activity page, of one token in the inspector, and as a file. GUI thread.
class History : public QObject
{
    Q_OBJECT
public:
    //! Both outlive this.
    History(App &app, MainWindow &window, QObject *parent = nullptr);

Q_SIGNALS:
    //! Something to tell at the Tokens page.
    void said(const QString &fact, const QString &reason);

private:
    void readLines(const std::function<void(const QList<QByteArray> &lines)> &use);
    void showActivity();
    void showToken(const Token &token);
    void exportJournal();

    App &m_app;
    MainWindow &m_window;
};

} // namespace latchkey
