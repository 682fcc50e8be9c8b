#pragma once

#include "ui/style/look.h"

#include <QByteArray>
#include <QSettings>
#include <QString>

namespace latchkey {

//! What the window remembers, and how a person likes it; never an account, a token or a secret. GUI thread.
class Settings
{
public:
    //! In the folder's window.ini.
    explicit Settings(const QString &folder);

    [[nodiscard]] QByteArray window() const;
    void setWindow(const QByteArray &geometry);
    [[nodiscard]] QByteArray layout() const; //!< panes
    void setLayout(const QByteArray &layout);
    [[nodiscard]] QByteArray table() const; //!< columns, order and filter
    void setTable(const QByteArray &table);
    [[nodiscard]] QString account() const; //!< the chosen one's id; empty: all
    void setAccount(const QString &account);
    [[nodiscard]] Appearance appearance() const;
    void setAppearance(Appearance appearance);
    //! Nothing is sent for so long after a plan was confirmed: 0 to 120.
    [[nodiscard]] int outboxSeconds() const;
    void setOutboxSeconds(int seconds);
    //! Accounts are loaded anew this often; 0: by hand alone.
    [[nodiscard]] int refreshMinutes() const;
    void setRefreshMinutes(int minutes);
    //! The last reason that was given for a revocation.
    [[nodiscard]] QString reason() const;
    void setReason(const QString &reason);

private:
    mutable QSettings m_file;
};

} // namespace latchkey
