#pragma once

#include <QDialog>

class QComboBox;
class QSpinBox;

namespace latchkey {

//! How a person wants the window to behave.
struct Preferences
{
    int outboxSeconds = 10; //!< nothing is sent for so long after a plan was confirmed; 0 to 120
    int refreshMinutes = 0; //!< accounts are loaded anew this often; 0: by hand alone

    friend bool operator==(const Preferences &, const Preferences &) = default;
};

//! Shows and changes the preferences. Show it with open().
class SettingsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit SettingsDialog(const Preferences &now, QWidget *parent = nullptr);

Q_SIGNALS:
    //! Confirmed; the dialog closes.
    void chosen(const latchkey::Preferences &preferences);

private:
    QSpinBox *m_outbox;
    QComboBox *m_refresh;
};

} // namespace latchkey
