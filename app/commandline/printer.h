#pragma once

#include "app/commandline/console.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace latchkey {

//! How results are written: aligned for people, one JSON object a line, or CSV that no spreadsheet takes for formulas.
enum class Format { Table, Json, Csv };

//! Writes records of one kind. In JSON they are written whole; table and CSV show `columns`.
class Printer
{
public:
    struct Column
    {
        QString title = {};
        QString key = {}; //!< of the record; "owner.name" looks inside
        bool right = false;
        bool isTime = false; //!< people read it to the minute
        QString emptyList = {}; //!< what a list without entries says
    };

    //! What the columns say of a record, in full: null is "not reported", what has a name goes by it.
    [[nodiscard]] static QStringList cells(const QJsonObject &record, const QList<Column> &columns);

    Printer(Console &console, Format format, QList<Column> columns);

    void add(const QJsonObject &record);
    //! After the last record. `summary`: in JSON one more line; tables and CSV leave it to note().
    void end(const QJsonObject &summary = {});

private:
    [[nodiscard]] QStringList tableRow(const QJsonObject &record) const;
    void measure();
    void writeRow(const QStringList &row);

    //! A table is aligned by its first rows, so that a million stream.
    static constexpr qsizetype Sample = 500;
    static constexpr qsizetype WidestCell = 48;

    Console &m_console;
    Format m_format;
    QList<Column> m_columns;
    QList<QStringList> m_waiting;
    QList<qsizetype> m_widths;
};

} // namespace latchkey
