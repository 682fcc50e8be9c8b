#pragma once

#include "network/domain/secret.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace latchkey {

//! Lends a secret to the clipboard: marked as one for clipboard managers, never in the selection of the middle mouse
//! button, and taken back after a while, with clear() or with this object, if it is still there.
class ClipboardGuard : public QObject
{
    Q_OBJECT
public:
    explicit ClipboardGuard(std::chrono::milliseconds keep = std::chrono::seconds(10), QObject *parent = nullptr);
    ~ClipboardGuard() override;

    void copy(const Secret &value);
    //! Takes it back now, if it is still there.
    void clear();
    //! Copied, and not taken back yet.
    [[nodiscard]] bool isHolding() const { return !m_value.isEmpty(); }
    [[nodiscard]] std::chrono::seconds keepsFor() const;

Q_SIGNALS:
    //! Once a second while it is lent.
    void secondsLeft(int seconds);
    //! The value is no longer in the clipboard, or at least not because of us.
    void cleared();

private:
    QTimer m_timer;
    QTimer m_tick;
    Secret m_value;
};

} // namespace latchkey
