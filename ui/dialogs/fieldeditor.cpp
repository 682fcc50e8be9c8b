#include "ui/dialogs/fieldeditor.h"

#include "network/domain/clock.h"
#include "ui/style/colours.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QRegularExpression>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace latchkey {

using Type = FormField::Type;

namespace {

//! Rows with room for their boxes; the second column, what a choice is for, is dim.
class ChoiceDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index).expandedTo({0, option.fontMetrics.height() + 6});
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() == 0)
            return;
        const QColor dim = coloursFor(option->palette).dim;
        option->palette.setColor(QPalette::Text, dim);
        option->palette.setColor(QPalette::HighlightedText, dim);
        option->font = secondaryFont(option->font);
    }
};

//! Holds the input or inputs of a field. Named before the box around it names its sentences.
QWidget *holder(const FormField &field)
{
    auto *made = new QWidget;
    made->setObjectName(field.key);
    made->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *row = new QHBoxLayout(made);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    return made;
}

FieldBox::HintPlace hintPlace(Type type)
{
    return type == Type::Password || type == Type::OneTimeCode || type == Type::Flag ? FieldBox::HintPlace::Beside
                                                                                     : FieldBox::HintPlace::Below;
}

QStringList listFrom(const QString &typed)
{
    static const QRegularExpression separators(QStringLiteral("[\\s,;]+"));
    return typed.split(separators, Qt::SkipEmptyParts);
}

//! "+90d": 90. Absent: something else.
std::optional<int> daysOf(const QString &initial)
{
    if (!initial.startsWith(u'+') || !initial.endsWith(u'd'))
        return {};
    bool ok = false;
    const int days = initial.mid(1, initial.size() - 2).toInt(&ok);
    return ok && days > 0 ? std::optional<int>(days) : std::nullopt;
}

constexpr int AtATime = 0;
constexpr int Never = -1;

} // namespace

QLineEdit *secretLine(QWidget *parent)
{
    auto *line = new QLineEdit(parent);
    line->setEchoMode(QLineEdit::Password);
    QAction *show = line->addAction(icon("eye"), QLineEdit::TrailingPosition);
    show->setText(FieldEditor::tr("Show while pressed"));
    // An action cannot tell how long it is pressed; its button can, by mouse and by the space bar.
    auto *button = line->findChild<QToolButton *>();
    button->setObjectName(QStringLiteral("showSecret"));
    button->setAccessibleName(show->text());
    button->setFocusPolicy(Qt::TabFocus);
    QObject::connect(button, &QToolButton::pressed, line, [line] { line->setEchoMode(QLineEdit::Normal); });
    QObject::connect(button, &QToolButton::released, line, [line] { line->setEchoMode(QLineEdit::Password); });
    return line;
}

FieldEditor::FieldEditor(const FormField &field, const Clock &clock, QWidget *parent)
    : FieldBox(holder(field), hintPlace(field.type), parent)
    , m_field(field)
{
    setHint(field.help);
    switch (field.type) {
    case Type::Text:
    case Type::Secret:
    case Type::Password:
    case Type::OneTimeCode:
    case Type::TextList:
    case Type::Number:
    case Type::Url:
    case Type::Json:
        makeLine();
        break;
    case Type::Choice:
        makeChoice();
        break;
    case Type::Choices:
        makeChoices();
        break;
    case Type::Flag:
        makeFlag();
        break;
    case Type::Date:
        makeDate(clock);
        break;
    }
    connect(this, &FieldEditor::changed, this, [this] {
        if (!problem().isEmpty())
            setProblem({});
    });
}

bool FieldEditor::isSecret() const
{
    return m_field.type == Type::Secret || m_field.type == Type::Password || m_field.type == Type::OneTimeCode;
}

bool FieldEditor::isEmpty() const
{
    if (m_line != nullptr)
        return m_line->text().trimmed().isEmpty();
    const QVariant now = value();
    return now.typeId() == QMetaType::QStringList ? now.toStringList().isEmpty() : now.toString().isEmpty();
}

QVariant FieldEditor::value() const { return m_read ? m_read() : QVariant(); }

Secret FieldEditor::typedSecret() const
{
    QByteArray typed = m_line == nullptr ? QByteArray() : m_line->text().toUtf8();
    return Secret::take(typed);
}

Result<Secret> FieldEditor::secret() const
{
    const Secret typed = typedSecret();
    if (typed.isEmpty())
        return typed;
    return checkedSecret(typed.reveal(), m_field.type == Type::Secret ? SecretShape::Header : SecretShape::Password);
}

void FieldEditor::clear()
{
    if (m_line != nullptr)
        m_line->clear();
}

void FieldEditor::setPlaceholder(const QString &text)
{
    if (m_line != nullptr)
        m_line->setPlaceholderText(text);
}

void FieldEditor::setSecret(const Secret &secret)
{
    if (m_line != nullptr)
        m_line->setText(QString::fromUtf8(secret.reveal()));
}

bool FieldEditor::check(bool mayBeEmpty)
{
    QString sentence;
    if (isEmpty()) {
        if (m_field.required && !mayBeEmpty)
            sentence = m_field.type == Type::Choices ? tr("Choose at least one, the least that works.")
                                                     : tr("This is needed. Fill it in.");
    } else if (isSecret()) {
        const Result<Secret> checked = secret();
        sentence = checked ? QString() : checked.error().message;
    }
    setProblem(sentence);
    return sentence.isEmpty();
}

void FieldEditor::makeLine()
{
    m_line = isSecret() && m_field.type != Type::OneTimeCode ? secretLine(this) : new QLineEdit(this);
    m_line->setObjectName(m_field.key + QStringLiteral("Line"));
    m_line->setAccessibleName(m_field.label);
    m_line->setText(m_field.initial);
    const bool isCode = m_field.type == Type::OneTimeCode;
    if (isCode)
        m_line->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhPreferNumbers);
    m_line->setMinimumWidth(fontMetrics().averageCharWidth() * (isCode ? 14 : 24));
    input()->layout()->addWidget(m_line);
    if (isCode || m_field.type == Type::Password)
        input()->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    input()->setFocusProxy(m_line);
    if (m_field.type == Type::TextList)
        m_read = [this] { return listFrom(m_line->text()); };
    else if (!isSecret())
        m_read = [this] { return m_line->text().trimmed(); };
    connect(m_line, &QLineEdit::textChanged, this, &FieldEditor::changed);
}

void FieldEditor::makeChoice()
{
    auto *box = new QComboBox(this);
    box->setObjectName(m_field.key + QStringLiteral("Box"));
    box->setAccessibleName(m_field.label);
    for (const Choice &choice : std::as_const(m_field.choices))
        box->addItem(cleanedText(choice.label.isEmpty() ? choice.value : choice.label), choice.value);
    box->setCurrentIndex(std::max(0, box->findData(m_field.initial)));
    auto *row = static_cast<QHBoxLayout *>(input()->layout());
    row->addWidget(box);
    row->addStretch();
    input()->setFocusProxy(box);
    m_read = [box] { return box->currentData(); };
    connect(box, &QComboBox::currentIndexChanged, this, &FieldEditor::changed);
}

void FieldEditor::makeChoices()
{
    auto *rows = new QStandardItemModel(0, 2, this);
    const QStringList initial = listFrom(m_field.initial);
    for (const Choice &choice : std::as_const(m_field.choices)) {
        auto *name = new QStandardItem(cleanedText(choice.value));
        name->setData(choice.value);
        name->setCheckable(true);
        name->setCheckState(initial.contains(choice.value) ? Qt::Checked : Qt::Unchecked);
        auto *about = new QStandardItem(cleanedText(choice.label));
        name->setAccessibleDescription(about->text());
        rows->appendRow({name, about});
    }
    auto *list = new QTreeView(this);
    list->setObjectName(m_field.key + QStringLiteral("List"));
    list->setAccessibleName(m_field.label);
    list->setModel(rows);
    list->setItemDelegate(new ChoiceDelegate(list));
    list->setHeaderHidden(true);
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setAllColumnsShowFocus(true);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    list->setCurrentIndex(rows->index(0, 0));
    const int shown = std::clamp(int(m_field.choices.size()), 2, 6);
    list->setFixedHeight(shown * (fontMetrics().height() + 6) + 2 * list->frameWidth());
    input()->layout()->addWidget(list);
    input()->setFocusProxy(list);
    m_read = [rows] {
        QStringList chosen;
        for (int row = 0; row < rows->rowCount(); ++row) {
            if (rows->item(row)->checkState() == Qt::Checked)
                chosen += rows->item(row)->data().toString();
        }
        return chosen;
    };
    connect(rows, &QStandardItemModel::itemChanged, this, &FieldEditor::changed);
    connect(list, &QTreeView::clicked, rows, [rows](const QModelIndex &index) {
        QStandardItem *name = rows->item(index.row());
        if (index.column() == 1)
            name->setCheckState(name->checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked);
    });
}

void FieldEditor::makeFlag()
{
    auto *box = new QCheckBox(m_field.label, this);
    box->setObjectName(m_field.key + QStringLiteral("Check"));
    box->setChecked(m_field.initial == QLatin1String("true"));
    input()->layout()->addWidget(box);
    input()->setFocusProxy(box);
    m_read = [box] { return box->isChecked(); };
    connect(box, &QCheckBox::toggled, this, &FieldEditor::changed);
}

void FieldEditor::makeDate(const Clock &clock)
{
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(clock.nowMs());
    auto *preset = new QComboBox(this);
    preset->setObjectName(m_field.key + QStringLiteral("Preset"));
    preset->setAccessibleName(m_field.label);
    QList<int> days = {7, 30, 90};
    const std::optional<int> initial = daysOf(m_field.initial);
    if (initial && !days.contains(*initial))
        days += *initial;
    for (const int count : std::as_const(days))
        preset->addItem(tr("in %Ln day(s)", nullptr, count), count);
    preset->addItem(tr("at a date and time"), AtATime);
    preset->addItem(tr("never"), Never);
    auto *at = new QDateTimeEdit(this);
    at->setObjectName(m_field.key + QStringLiteral("At"));
    at->setAccessibleName(tr("%1: date and time").arg(m_field.label));
    at->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    at->setCalendarPopup(true);
    at->setMinimumDateTime(now.addSecs(60));
    auto *row = static_cast<QHBoxLayout *>(input()->layout());
    row->addWidget(preset);
    row->addWidget(at);
    row->addStretch();
    input()->setFocusProxy(preset);

    const QString help = m_field.help;
    const auto take = [this, preset, at, now, help] {
        const int count = preset->currentData().toInt();
        if (count > 0)
            at->setDateTime(now.addDays(count));
        at->setEnabled(count == AtATime);
        at->setVisible(count != Never);
        const QString said =
            count == Never ? tr("It stays valid until somebody revokes it. Prefer a date.") : tr("Your local time.");
        setHint(help.isEmpty() ? said : help + u' ' + said);
        Q_EMIT changed();
    };
    connect(preset, &QComboBox::currentIndexChanged, this, take);
    connect(at, &QDateTimeEdit::dateTimeChanged, this, &FieldEditor::changed);
    preset->setCurrentIndex(preset->findData(initial.value_or(90)));
    m_read = [preset, at] {
        return preset->currentData().toInt() == Never ? QStringLiteral("never")
                                                      : at->dateTime().toUTC().toString(Qt::ISODate);
    };
    take();
}

} // namespace latchkey
