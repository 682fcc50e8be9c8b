#pragma once

#include "ui/tokens/matchcounter.h"

#include <QAbstractButton>
#include <QWidget>

class QMenu;
class QPushButton;

namespace latchkey {

class FlowLayout;

//! `text` for a button or a menu: an ampersand in it is only an ampersand.
[[nodiscard]] inline QString withoutMnemonic(QString text) { return text.replace(u'&', QStringLiteral("&&")); }

//! A condition of the filter, or one that is ready to be added.
class Chip : public QAbstractButton
{
    Q_OBJECT

public:
    //! `isActive`: in force, so that a click removes it.
    Chip(const QString &label, bool isActive, QWidget *parent = nullptr);
    //! What it says; not text(), where an ampersand would make a shortcut.
    [[nodiscard]] QString label() const { return m_label; }
    //! How many tokens it would show.
    void setCount(qint64 count);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QString countText() const;

    QString m_label;
    bool m_isActive;
    qint64 m_count = -1; //!< -1: not counted
};

//! The filter line once more, as chips: each condition with a cross, conditions that are often wanted with their
//! counts, and a menu of all keys. Without room all of it is one button, "Filters 2".
class ChipBar : public QWidget
{
    Q_OBJECT

public:
    explicit ChipBar(QWidget *parent = nullptr);

    void setFilter(const TokenFilter &filter);
    //! Of the lines in readyLines().
    void setCounts(const MatchCounter::Counts &counts);
    //! The conditions that are ready to be added, as filter lines.
    [[nodiscard]] static QStringList readyLines();
    //! Shows the button instead. Whoever lays it out owns it.
    void setFolded(bool isFolded);
    [[nodiscard]] QPushButton *foldedButton() const { return m_folded; }
    //! The line without the condition `index` of the filter.
    [[nodiscard]] static QString lineWithout(const TokenFilter &filter, qsizetype index);
    //! A condition as a chip says it: "not “browser session”".
    [[nodiscard]] static QString conditionText(const TokenFilter &filter, const FilterCondition &condition);

Q_SIGNALS:
    //! The filter shall be this line.
    void lineWanted(const QString &line);
    //! A condition on this key shall be typed.
    void keyWanted(const QString &key);

private:
    void rebuild();
    void fillKeys(QMenu *menu);
    void fillFolded(QMenu *menu);
    [[nodiscard]] static QPushButton *menuButton(QWidget *parent);
    [[nodiscard]] bool isInForce(const QString &readyLine) const;
    [[nodiscard]] QString lineWith(const QString &readyLine) const;

    TokenFilter m_filter;
    MatchCounter::Counts m_counts;
    FlowLayout *m_flow;
    QPushButton *m_folded;
    bool m_isFolded = false;
};

} // namespace latchkey
