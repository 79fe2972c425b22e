/* What the page says, in both languages. Texts of findings, forms and fields come from the server. */
const words = {
  skip: ['跳到正文', 'Skip to the content'],
  brand: ['部门决算公开', 'Final-accounts disclosure'],
  views: ['功能', 'Views'],
  view_edit: ['填报', 'Fill in'],
  view_correct: ['更正', 'Correct'],
  view_audit: ['审核', 'Audit'],
  start_title: ['填报并生成决算公开文本', 'Fill in and make a disclosure'],
  start_lead: ['选定样式，读入决算表，补齐其余内容，一边填写一边检查，最后下载公开文本。',
    'Choose the form, read in the tables of the accounts, fill in the rest while it is checked, and download the disclosure.'],
  choose_form: ['公开样式', 'Form'],
  form_auto: ['按省份和年度选定', 'by province and year'],
  choose_form_hint: ['也可先', 'You may also '],
  get_workbook: ['下载空白填报工作簿', 'download an empty workbook to fill in'],
  drop: ['本年的表或数据', 'This year’s tables or record'],
  drop_hint: ['平台导出的决算工作簿、填报工作簿、Word、PDF、网页或数据文件，可选多个，也可拖到此处。',
    'The workbook that the platform exports, our own workbook, Word, PDF, web page or record; several, if need be, and dropped here, if you like.'],
  last_year: ['上年的公开文本或数据（可不选）', 'Last year’s disclosure or record (if you have it)'],
  last_year_hint: ['取得各项上年数。', 'Gives last year’s figures.'],
  unit: ['表中未写明单位时', 'Where a table tells no unit'],
  unit_none: ['请提示我', 'tell me'],
  begin: ['读入', 'Read in'],
  begin_empty: ['从空白开始', 'Begin with nothing'],
  resume: ['继续本机草稿', 'Go on with the draft kept here'],
  keeps_nothing: ['服务器不保存任何内容：每次请求在内存中处理，处理完即忘。',
    'The server keeps nothing: each request is computed in memory and forgotten.'],
  correct_title: ['更正已公开的文本', 'Correct what was published'],
  correct_lead: ['读入原先公开的文本，改正有误之处；新版附更正说明，列出改动的各处。',
    'Read in what was published and put right what is wrong; the new edition tells what changed.'],
  correct_hint: ['请改正有误之处，并在“其他”中填写更正原因；改动的各处标在版面上。',
    'Put right what is wrong and give the reason under 其他; what changed is marked on the pages.'],
  old_file: ['原先公开的 PDF（本程序生成）或其数据文件', 'The PDF published (made by this program) or its record'],
  begin_correct: ['开始更正', 'Begin'],
  audit_title: ['审核公开文本', 'Audit a disclosure'],
  audit_lead: ['读入任何单位公开的文本，核对表内、表间和文字中的数。',
    'Reads anybody’s disclosure and holds its tables and sentences against each other.'],
  audit_file: ['待审核的 PDF、Word、网页或工作簿', 'PDF, Word file, web page or workbook'],
  begin_audit: ['审核', 'Audit'],
  audit_last: ['上年的文本或数据（可不选）', 'Last year’s document or record (if you have it)'],
  audit_report: ['下载审核报告', 'Download the report'],
  audit_edit: ['由此文本开始填报', 'Go on with its figures'],
  audit_sum: ['% %：读得 % 个表、% 个数，核对了 % 个；文中 % 个数，核对了 % 个；尾差 % 处。',
    '% %: % tables with % figures, % of them checked; % figures in sentences, % of them checked; % differ by rounding only.'],
  audit_none: ['没有发现问题。', 'Nothing was found.'],
  edit_title: ['填报', 'Fill in'],
  panes: ['显示', 'Show'],
  pane_fields: ['填写', 'Fields'],
  pane_problems: ['问题', 'Problems'],
  pane_pages: ['版面', 'Pages'],
  sheets: ['分组', 'Groups'],
  page_before: ['上一页', 'Page before'],
  page_after: ['下一页', 'Page after'],
  go_to: ['转到', 'Go to'],
  zoom: ['放大', 'larger'],
  show_marks: ['标出改动', 'mark changes'],
  page_hint: ['点击版面上的数，可查看其由来。', 'Click a figure on the page to see where it comes from.'],
  page_alt: ['第 % 页的版面', 'Page % as it will be'],
  page_of: ['% / %', '% / %'],
  page_changed: ['有改动的页：', 'Pages with changes: '],
  page_not_yet: ['还不能显示版面：', 'The pages cannot be shown yet:'],
  downloads: ['下载', 'Download'],
  to_docx: ['Word', 'Word'],
  to_xlsx: ['Excel', 'Excel'],
  to_html: ['网页', 'Web page'],
  to_record: ['数据', 'Record'],
  to_diff: ['更正对照', 'What changed'],
  draft_print: ['有错也生成（印“草稿”）', 'even with errors (marked 草稿)'],
  draft_keep: ['草稿存于本机浏览器', 'keep a draft in this browser'],
  close: ['结束', 'Close'],
  close_sure: ['未下载的内容将丢失。确定结束？', 'What was not downloaded is lost. Close?'],
  explain_close: ['关闭', 'Close'],
  explain_from: ['取自', 'from '],
  explain_typed: ['填报', 'typed'],
  explain_go: ['转到此项', 'go to the field'],
  explain_formula: ['＝', '= '],
  source: ['取自', 'From '],
  found_at: ['读自', 'Read from '],
  sentence: ['将印成：', 'Will print as: '],
  required: ['必填', 'required'],
  add_line: ['添加一行', 'Add a line'],
  remove_line: ['删除此行', 'Remove this line'],
  name_head: ['名称', 'Name'],
  line_head: ['行', 'Line'],
  code_bad: ['应为 % 位编码', 'a code of % digits'],
  checking: ['正在检查…', 'Checking…'],
  sound: ['没有问题', 'No problems'],
  sum: ['% 个错误，% 个警告，还缺 % 项', '% errors, % warnings, % still to be filled'],
  level_error: ['错误', 'Error'],
  level_warning: ['警告', 'Warning'],
  level_note: ['提示', 'Note'],
  level_missing: ['待填', 'To fill'],
  made: ['已生成 %', 'Made %'],
  failed: ['未能完成：%', 'That failed: %'],
  offline: ['无法连接服务器', 'The server cannot be reached'],
  taken: ['已读入：', 'Read in:'],
  taken_tables: ['各表', 'Tables'],
  on_page: ['%，第 % 页', '%, page %'],
  first_choose: ['请先选择文件。', 'Choose a file first.'],
  sheet_note: ['', ''],
  for_other: ['其他', 'Other'],
  correcting: ['正在更正', 'Correcting'],
};

let chinese = !(/(^|[?&])lang=en/.test(location.search)) &&
  (/(^|[?&])lang=zh/.test(location.search) || !/^en/i.test(navigator.language || 'zh'));

export function isChinese() { return chinese; }

export function setChinese(yes) { chinese = yes; }

/* The words of the name; each % takes the next of the values. */
export function t(name, ...values) {
  const text = words[name][chinese ? 0 : 1];
  let at = 0;
  return text.replace(/%/g, () => String(values[at++]));
}

/* Puts the words where the page asks for them. */
export function putWords(root) {
  document.documentElement.lang = chinese ? 'zh-CN' : 'en';
  document.title = t('brand');
  root.querySelectorAll('[data-t]').forEach((node) => { node.textContent = t(node.dataset.t); });
  root.querySelectorAll('[data-t-label]').forEach((node) => {
    node.setAttribute('aria-label', t(node.dataset.tLabel));
  });
}
