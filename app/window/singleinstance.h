#pragma once

#include <QLocalServer>
#include <QObject>

namespace latchkey {

//! One window for each user and folder of settings: a second start raises the first, and ends.
class SingleInstance : public QObject
{
    Q_OBJECT
public:
    //! `folder`: whoever uses the same one is the same program.
    explicit SingleInstance(const QString &folder, QObject *parent = nullptr);

    //! True: this is the first, and hears of others from now on. False: there is one already, and it was told.
    [[nodiscard]] bool claim();

Q_SIGNALS:
    //! Somebody started the program again.
    void raised();

private:
    QString m_name;
    QLocalServer m_server;
};

} // namespace latchkey
