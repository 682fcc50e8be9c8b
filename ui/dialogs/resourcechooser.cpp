#include "ui/dialogs/resourcechooser.h"

#include "ui/parts/plainlabel.h"
#include "ui/style/icons.h"
#include "ui/style/look.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QRadioButton>
#include <QRegularExpression>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace latchkey {

ResourceChooser::ResourceChooser(const QString &label, QWidget *parent)
    : QWidget(parent)
    , m_all(new QRadioButton(tr("All, and later ones"), this))
    , m_some(new QRadioButton(tr("Only these"), this))
    , m_listPart(new QWidget(this))
    , m_find(new QLineEdit(this))
    , m_count(new PlainLabel(this))
    , m_list(new QListView(this))
    , m_rows(new QStandardItemModel(this))
    , m_found(new QSortFilterProxyModel(this))
    , m_typed(new QLineEdit(this))
    , m_note(new PlainLabel(this))
{
    m_all->setObjectName(QStringLiteral("allResources"));
    m_some->setObjectName(QStringLiteral("someResources"));
    m_find->setObjectName(QStringLiteral("findResource"));
    m_count->setObjectName(QStringLiteral("resourceCount"));
    m_list->setObjectName(QStringLiteral("resources"));
    m_typed->setObjectName(QStringLiteral("resourceIds"));
    m_note->setObjectName(QStringLiteral("resourceNote"));
    m_all->setAccessibleName(QStringLiteral("%1: %2").arg(label, m_all->text()));
    m_some->setAccessibleName(QStringLiteral("%1: %2").arg(label, m_some->text()));
    m_list->setAccessibleName(label);
    m_find->setPlaceholderText(tr("Find by name or id"));
    m_find->setAccessibleName(m_find->placeholderText());
    m_find->addAction(icon("find"), QLineEdit::LeadingPosition);
    m_typed->setPlaceholderText(tr("Ids, separated by commas"));
    m_typed->setAccessibleName(QStringLiteral("%1: %2").arg(label, m_typed->placeholderText()));
    m_note->setDim(true);
    m_note->setWordWrap(true);
    m_count->setDim(true);
    m_all->setChecked(true);

    m_found->setSourceModel(m_rows);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_found);
    m_list->setUniformItemSizes(true);
    m_list->setAlternatingRowColors(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFixedHeight(5 * rowHeight(*this) + 2 * m_list->frameWidth());

    auto *choice = new QHBoxLayout;
    choice->setSpacing(16);
    choice->addWidget(m_all);
    choice->addWidget(m_some);
    choice->addStretch();
    auto *findRow = new QHBoxLayout;
    findRow->setSpacing(8);
    findRow->addWidget(m_find, 1);
    findRow->addWidget(m_count);
    auto *listColumn = new QVBoxLayout(m_listPart);
    listColumn->setContentsMargins(0, 0, 0, 0);
    listColumn->setSpacing(4);
    listColumn->addLayout(findRow);
    listColumn->addWidget(m_list);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(choice);
    column->addWidget(m_listPart);
    column->addWidget(m_typed);
    column->addWidget(m_note);
    setFocusProxy(m_all);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);

    connect(m_some, &QRadioButton::toggled, this, [this] {
        updateShown();
        Q_EMIT changed();
    });
    connect(m_find, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_found->setFilterRegularExpression(
            QRegularExpression(QRegularExpression::escape(text.trimmed()), QRegularExpression::CaseInsensitiveOption));
    });
    connect(m_rows, &QStandardItemModel::itemChanged, this, [this] {
        updateShown();
        Q_EMIT changed();
    });
    connect(m_typed, &QLineEdit::textChanged, this, &ResourceChooser::changed);
    setLoading();
}

void ResourceChooser::setLoading()
{
    m_hasList = false;
    m_note->setText(tr("The list is being fetched. Until it is here, ids can be typed."));
    updateShown();
}

void ResourceChooser::setResources(const Result<QList<Named>> &resources)
{
    m_hasList = resources.has_value();
    m_note->setText(resources ? QString() : tr("The list cannot be had just now. Type the ids instead."));
    m_rows->clear();
    if (resources) {
        // What was typed while waiting is ticked in the list.
        const QStringList typed = typedIds();
        for (const Named &resource : *resources) {
            const QString name = cleanedText(resource.name);
            const QString id = cleanedText(resource.id);
            auto *row = new QStandardItem(name.isEmpty() ? id : QStringLiteral("%1   %2").arg(name, id));
            row->setData(resource.id);
            row->setCheckable(true);
            row->setCheckState(typed.contains(resource.id) ? Qt::Checked : Qt::Unchecked);
            m_rows->appendRow(row);
        }
        m_list->setCurrentIndex(m_found->index(0, 0));
    }
    updateShown();
}

void ResourceChooser::choose(const QStringList &ids)
{
    m_some->setChecked(true);
    m_typed->setText(ids.join(QStringLiteral(", ")));
}

QStringList ResourceChooser::chosen() const
{
    if (m_all->isChecked())
        return {};
    if (m_hasList)
        return ticked();
    return typedIds();
}

QStringList ResourceChooser::typedIds() const
{
    static const QRegularExpression separators(QStringLiteral("[\\s,;]+"));
    return m_typed->text().split(separators, Qt::SkipEmptyParts);
}

bool ResourceChooser::isIncomplete() const { return m_some->isChecked() && chosen().isEmpty(); }

QStringList ResourceChooser::ticked() const
{
    QStringList ids;
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        if (m_rows->item(row)->checkState() == Qt::Checked)
            ids += m_rows->item(row)->data().toString();
    }
    return ids;
}

void ResourceChooser::updateShown()
{
    const bool isSome = m_some->isChecked();
    m_listPart->setVisible(isSome && m_hasList);
    m_typed->setVisible(isSome && !m_hasList);
    m_note->setVisible(isSome && !m_note->text().isEmpty());
    m_count->setText(tr("%1 of %2 chosen").arg(ticked().size()).arg(m_rows->rowCount()));
}

} // namespace latchkey
