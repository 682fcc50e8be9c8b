#pragma once

#include <QMap>
#include <QTableView>

namespace latchkey {

class PeopleHeader;
class PeopleRows;

//! The table of people or of clients. It fills its view: some columns share the room that is left, some give where
//! it is scarce. What a person made wider or narrower stays so.
class PeopleTableView : public QTableView
{
    Q_OBJECT
public:
    struct Shape
    {
        QList<int> letters = {}; //!< how wide the first columns would be; the others, and 0: as their headers need
        QList<int> taking = {}; //!< columns that share the room that is left; the last one makes up for all
        QList<int> giving = {}; //!< columns that become narrower where room is scarce, in this order
        QList<int> least = {}; //!< letters that the first columns keep even then
    };

    //! `rows` must outlive the view.
    PeopleTableView(PeopleRows &rows, Shape shape, QWidget *parent = nullptr);

    //! Exactly these rows; the first becomes the current one.
    void choose(const QList<int> &rows);

    //! What a person changed, in pixels, by KeyRole. Columns that are not there now keep theirs.
    [[nodiscard]] QMap<QString, int> widths() const { return m_widths; }
    void setWidths(const QMap<QString, int> &widths);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    //! `dragged`: a column that stays as it is.
    void fitColumns(int dragged = -1);
    //! Those that take.
    [[nodiscard]] QList<int> takers(int dragged) const;
    //! Somebody made it wider or narrower, and so it stays.
    [[nodiscard]] bool isKept(int column) const;
    [[nodiscard]] int wantedWidth(int column) const;
    [[nodiscard]] QString keyOf(int column) const;

    const Shape m_shape;
    PeopleHeader *m_header;
    QMap<QString, int> m_widths;
    bool m_isFitting = false;
};

} // namespace latchkey
