#pragma once

#include "network/domain/error.h"

#include <QByteArray>

#include <functional>
#include <memory>

#include <simdjson.h>

namespace latchkey {

//! Reads one huge JSON array as it streams, with memory bounded by its largest record: frames windows of whole records
//! and hands each to `onRecord` as an on-demand object. Everything around the array is kept as the envelope.
//! Qt has no streaming JSON reader; simdjson 3.0's iterate_many takes no comma-separated elements (performance.md).
//! Any thread, one at a time.
class RecordReader
{
public:
    //! The object and every view out of it are valid during the call. An error ends the reading.
    using OnRecord = std::function<Result<void>(simdjson::ondemand::object &record)>;

    //! `arrayKey`: the member of the top-level object that holds the records; empty: the top level is the array.
    RecordReader(QByteArray arrayKey, OnRecord onRecord);
    ~RecordReader();

    //! The next bytes. Malformed: not JSON, not the expected top level, invalid UTF-8, a record that is no object.
    //! TooLarge: a record over 16 MiB, an envelope over 1 MiB, or more than 5,000,000 records.
    Result<void> feed(QByteArrayView bytes);
    //! The document must be whole now, and hold the array: empty or truncated input is Malformed, never "no records".
    //! With an arrayKey, an absent or null array is Malformed too, unless `allowAbsent`.
    Result<void> end(bool allowAbsent = false);

    [[nodiscard]] qint64 records() const;
    //! The top-level object with [] in place of the array; "[]" where the top level is the array. After end().
    [[nodiscard]] QByteArray envelope() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace latchkey
