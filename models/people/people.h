#pragma once

#include "models/people/peopletable.h"

#include <QObject>

#include <memory>

namespace latchkey {

//! The people and clients of all accounts, made from what is known of them by a thread of its own. GUI thread.
class People : public QObject
{
    Q_OBJECT

public:
    explicit People(QObject *parent = nullptr);
    ~People() override;

    //! Something is known anew. Ask as often as you like: only the newest input counts.
    void setInput(const PeopleInput &input);
    //! What the table is, or will soon be, made from.
    [[nodiscard]] const PeopleInput &input() const { return m_input; }
    //! Never null.
    [[nodiscard]] std::shared_ptr<const PeopleTable> table() const { return m_table; }
    //! The table is made from the newest input.
    [[nodiscard]] bool isSettled() const { return !m_isRunning; }

Q_SIGNALS:
    //! table() is another.
    void changed();

private:
    void run();

    PeopleInput m_input;
    std::shared_ptr<const PeopleTable> m_table;
    std::stop_source m_stop;
    bool m_isRunning = false;
    bool m_isOutdated = false; //!< what runs is not the newest
};

} // namespace latchkey
