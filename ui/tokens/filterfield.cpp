#include "ui/tokens/filterfield.h"

#include "network/domain/error.h"
#include "ui/parts/plainlabel.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>
#include <QStringListModel>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <set>
#include <utility>

namespace latchkey {

namespace {

//! Half a word is a free text: whoever types on does not see the table flicker.
constexpr int TypingMs = 150;
constexpr int ErrorDelayMs = 500;
constexpr int MostValues = 500;

//! Where the word around `cursor` begins: spaces in quotes do not end it.
qsizetype wordStart(const QString &line, qsizetype cursor)
{
    qsizetype start = 0;
    bool isQuoted = false;
    for (qsizetype at = 0; at < cursor; ++at) {
        if (line[at] == u'"')
            isQuoted = !isQuoted;
        else if (line[at].isSpace() && !isQuoted)
            start = at + 1;
    }
    return start;
}

} // namespace

//! A line edit with an icon at the left, a count and a cross at the right, and a wave under what is wrong.
class FilterEdit : public QLineEdit
{
public:
    explicit FilterEdit(QWidget *parent)
        : QLineEdit(parent)
        , m_count(new PlainLabel(this))
        , m_clear(new QToolButton(this))
    {
        setObjectName(QStringLiteral("filterEdit"));
        setAccessibleName(FilterField::tr("Filter"));
        setPlaceholderText(FilterField::tr("Filter, for example unused>90d owner:ann scope:global"));
        m_count->setObjectName(QStringLiteral("filterCount"));
        m_count->setDim(true);
        m_count->setAttribute(Qt::WA_TransparentForMouseEvents);
        m_clear->setObjectName(QStringLiteral("clearFilterButton"));
        m_clear->setIcon(icon("close"));
        m_clear->setAccessibleName(FilterField::tr("Clear the filter"));
        m_clear->setToolTip(m_clear->accessibleName());
        m_clear->setAutoRaise(true);
        m_clear->setCursor(Qt::ArrowCursor);
        m_clear->setFocusPolicy(Qt::NoFocus);
        m_clear->hide();
        connect(m_clear, &QAbstractButton::clicked, this, &QLineEdit::clear);
        connect(this, &QLineEdit::textChanged, this, [this] { place(); });
    }

    void setCount(const QString &count)
    {
        m_count->setText(count);
        place();
    }
    //! Marks a part of the text; length 0: nothing is wrong.
    void setWrong(qsizetype start, qsizetype length)
    {
        m_wrongStart = start;
        m_wrongLength = length;
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        return {QLineEdit::sizeHint().width(), fontMetrics().height() + 10};
    }
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        return {QLineEdit::minimumSizeHint().width(), sizeHint().height()};
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QLineEdit::resizeEvent(event);
        place();
    }

    void changeEvent(QEvent *event) override
    {
        QLineEdit::changeEvent(event);
        if (event->type() == QEvent::FontChange)
            place();
    }

    void paintEvent(QPaintEvent *event) override
    {
        QLineEdit::paintEvent(event);
        QPainter painter(this);
        const Colours colours = coloursFor(palette());
        const int side = IconSize;
        painter.drawPixmap(Margin, (height() - side) / 2, iconPixmap("filter", colours.dim, side, devicePixelRatioF()));
        if (m_wrongLength <= 0)
            return;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(colours.bad, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
        paintWave(painter, colours.bad);
    }

private:
    static constexpr int Margin = 8;
    static constexpr int IconSize = 16;

    void place()
    {
        const int side = height() - 6;
        const int gap = 6;
        m_clear->setVisible(!text().isEmpty());
        m_clear->setGeometry(width() - side - 3, 3, side, side);
        const QSize size = m_count->sizeHint();
        const int right = m_clear->isHidden() ? width() - Margin : m_clear->x() - gap;
        m_count->setGeometry(right - size.width(), (height() - size.height()) / 2, size.width(), size.height());
        // A narrow field is for the text.
        m_count->setVisible(width() > 3 * size.width());
        setTextMargins(Margin + IconSize, 0, m_count->isHidden() ? width() - right : width() - right + size.width(), 0);
    }

    [[nodiscard]] int xOf(qsizetype position) const
    {
        const int cursor = cursorRect().center().x();
        return cursor + fontMetrics().horizontalAdvance(text().left(position))
            - fontMetrics().horizontalAdvance(text().left(cursorPosition()));
    }

    void paintWave(QPainter &painter, const QColor &colour) const
    {
        constexpr int Step = 2;
        const int from = std::max(textMargins().left(), xOf(m_wrongStart));
        const int to = std::min(width() - textMargins().right(), xOf(m_wrongStart + m_wrongLength));
        const int y = (height() + fontMetrics().height()) / 2 - 1;
        QPainterPath wave(QPointF(from, y));
        bool isUp = true;
        for (int x = from + Step; x <= to; x += Step, isUp = !isUp)
            wave.lineTo(x, y - (isUp ? Step : 0));
        painter.setPen(QPen(colour, 1.2));
        painter.drawPath(wave);
    }

    PlainLabel *m_count;
    QToolButton *m_clear;
    qsizetype m_wrongStart = 0;
    qsizetype m_wrongLength = 0;
};

FilterField::FilterField(const TokenTableModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_edit(new FilterEdit(this))
    , m_error(new PlainLabel(this))
    , m_completer(new QCompleter(this))
    , m_words(new QStringListModel(this))
{
    setObjectName(QStringLiteral("filterField"));
    setFocusProxy(m_edit);
    m_error->setObjectName(QStringLiteral("filterError"));
    m_error->setWordWrap(true);
    m_error->hide();
    m_errorTimer.setSingleShot(true);
    m_errorTimer.setInterval(ErrorDelayMs);

    m_completer->setModel(m_words);
    m_completer->setWidget(m_edit);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->popup()->setObjectName(QStringLiteral("filterCompletions"));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_edit);
    column->addWidget(m_error);

    m_typingTimer.setSingleShot(true);
    m_typingTimer.setInterval(TypingMs);
    connect(&m_typingTimer, &QTimer::timeout, this, &FilterField::read);
    // Not textEdited(): what assistive technology writes is typed too.
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        if (m_isSetting)
            return;
        m_typingTimer.start();
        if (m_edit->hasFocus())
            suggest();
    });
    m_edit->installEventFilter(this);
    // Over its proposals the completer hands Enter on past the event filter.
    connect(m_edit, &QLineEdit::returnPressed, this, [this] {
        if (!m_completer->popup()->currentIndex().isValid())
            enter();
    });
    connect(&m_errorTimer, &QTimer::timeout, this, &FilterField::showError);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &FilterField::take);
}

QString FilterField::line() const { return m_edit->text(); }

void FilterField::setLine(const QString &line)
{
    if (line == m_edit->text())
        return;
    setText(line);
    read();
    showError();
}

void FilterField::setText(const QString &text)
{
    m_isSetting = true;
    m_edit->setText(text);
    m_isSetting = false;
}

void FilterField::setCount(const QString &count) { m_edit->setCount(count); }

void FilterField::startTyping()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterField::startCondition(const QString &key)
{
    const QString line = m_edit->text().trimmed();
    setText((line.isEmpty() ? QString() : line + u' ') + TokenFilter::opening(key));
    m_edit->setFocus(Qt::OtherFocusReason);
    read();
    suggest();
}

bool FilterField::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Escape && !m_edit->text().isEmpty()) {
        m_edit->clear();
        read();
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        enter();
        return true;
    }
    const bool leaves = key == Qt::Key_Escape || key == Qt::Key_Down;
    if (leaves)
        Q_EMIT left();
    return leaves;
}

void FilterField::enter()
{
    m_completer->popup()->hide();
    read();
    showError();
    if (!m_wrong)
        Q_EMIT left();
}

QString FilterField::errorText() const { return m_error->isHidden() ? QString() : m_error->text(); }

void FilterField::read()
{
    m_typingTimer.stop();
    const auto filter = TokenFilter::parse(m_edit->text());
    m_wrong = filter ? std::nullopt : std::optional(filter.error());
    if (!filter)
        return m_errorTimer.start();
    m_errorTimer.stop();
    showError();
    if (std::exchange(m_filterLine, filter->line()) != filter->line())
        Q_EMIT filterChanged(*filter);
}

void FilterField::showError()
{
    m_error->setVisible(m_wrong.has_value());
    m_edit->setWrong(m_wrong ? m_wrong->start : 0, m_wrong ? std::max<qsizetype>(1, m_wrong->length) : 0);
    m_edit->setAccessibleDescription(m_wrong ? m_wrong->message : QString());
    if (!m_wrong)
        return;
    m_error->setText(tr("%1 The table is unchanged.").arg(m_wrong->message));
    m_error->setDim(false);
    m_error->setFont(secondaryFont(font()));
    m_error->setTint(Tint::Bad);
}

// Completion

QStringList FilterField::valuesOf(const QString &key) const
{
    std::set<QString> values;
    const auto addAll = [&values](const Dictionary::View &view, auto add) {
        for (quint32 number = 1; number < view.size() && int(values.size()) < MostValues; ++number)
            add(view[number].text);
    };
    for (const auto &part : m_model.snapshot().accounts()) {
        if (m_model.account() && part->account.id != *m_model.account())
            continue;
        if (key == QLatin1String("account"))
            values.insert(part->account.name);
        if (key == QLatin1String("provider"))
            values.insert(part->account.provider.value);
        const auto addTexts = [&values](std::string_view joined) {
            forEachText(joined, [&values](std::string_view text) { values.insert(toQString(text)); });
        };
        if (key == QLatin1String("scope"))
            addAll(part->scopes, addTexts);
        if (key == QLatin1String("owner")) {
            for (quint32 number = 1; number < part->owners.size() && int(values.size()) < MostValues; ++number)
                values.insert(part->owner(number)->text());
        }
        if (key == QLatin1String("client")) {
            for (quint32 number = 1; number < part->clients.size() && int(values.size()) < MostValues; ++number)
                values.insert(part->client(number)->text());
        }
        if (key == QLatin1String("ip"))
            addAll(part->ips, addTexts);
    }
    QStringList typed;
    for (const QString &value : values) {
        if (cleanedText(value) == value) // what cannot be seen is not offered
            typed += TokenFilter::quoted(value);
    }
    return typed + TokenFilter::words(key);
}

//! Whole words that may stand in place of `word`.
QStringList FilterField::completions(const QString &word) const
{
    const bool isNegated = word.startsWith(u'-');
    const QString positive = isNegated ? word.mid(1) : word;
    const QString minus = isNegated ? QStringLiteral("-") : QString();
    QStringList found;
    const qsizetype colon = positive.indexOf(u':');
    if (colon < 0) {
        const QStringList keys = TokenFilter::keys();
        for (const QString &key : keys) {
            if (!positive.isEmpty() && key.startsWith(positive, Qt::CaseInsensitive))
                found += minus + TokenFilter::opening(key);
        }
        return found;
    }
    const QString key = positive.left(colon).toLower();
    const QString typed = positive.mid(colon + 1);
    const QStringList values = valuesOf(key);
    for (const QString &value : values) {
        const bool isPart = value.contains(typed, Qt::CaseInsensitive);
        if (isPart && value != typed)
            found += minus + key + u':' + value;
    }
    return found;
}

void FilterField::suggest()
{
    const qsizetype cursor = m_edit->cursorPosition();
    const qsizetype start = wordStart(m_edit->text(), cursor);
    const QStringList found = completions(m_edit->text().sliced(start, cursor - start));
    m_words->setStringList(found);
    if (found.isEmpty())
        return m_completer->popup()->hide();
    m_completer->setCompletionPrefix(QString());
    const int width = m_completer->popup()->sizeHintForColumn(0) + style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    QRect at = m_edit->rect();
    at.setWidth(std::clamp(width + 16, fontMetrics().averageCharWidth() * 16, std::max(200, m_edit->width())));
    m_completer->complete(at);
    m_completer->popup()->setCurrentIndex({}); // Enter keeps what was typed; Down chooses
}

void FilterField::take(const QString &completion)
{
    const QString text = m_edit->text();
    const qsizetype cursor = m_edit->cursorPosition();
    const qsizetype start = wordStart(text, cursor);
    const QString rest = text.mid(cursor);
    const bool isWhole = !completion.endsWith(u':') && !completion.endsWith(u'>');
    const QString inserted = completion + (isWhole && !rest.startsWith(u' ') ? QStringLiteral(" ") : QString());
    setText(text.left(start) + inserted + rest);
    m_edit->setCursorPosition(int(start + inserted.size()));
    read();
    if (!isWhole)
        suggest();
}

} // namespace latchkey
