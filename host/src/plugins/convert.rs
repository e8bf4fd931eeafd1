//! Between the contract's types and ours.

use std::sync::Arc;

use bumpalo::Bump;

use super::bindings::exports::vinbot::plugin::{command, decoder, formatter};
use super::bindings::vinbot::plugin::{rich_text as wit_text, types as wit};
use super::error::CallError;
use super::exchange::{CommandSpec, Decoded, Invocation, ViewContext};
use crate::report::{Attribute, Finding, Item, Report, Section, Severity, Term};
use crate::rich;

pub(super) fn term(term: wit::TermResult) -> Term {
    Term {
        id: term.id,
        key: term.key,
        label: term.label,
        unit: term.unit,
        group: term.group,
    }
}

/// What a decoder said, its numbers resolved by its vocabulary.
pub(super) fn decoded(
    decoded: decoder::Decoded,
    vocabulary: &[Arc<Term>],
) -> Result<Decoded, CallError> {
    let attribute = |fact: decoder::Fact| {
        let term = match fact.subject {
            decoder::Subject::Known(index) => known(vocabulary, index)?,
            decoder::Subject::Named(named) => Arc::new(term(named)),
        };
        Ok(Attribute {
            term,
            value: fact.value.into(),
            is_default: fact.is_default,
        })
    };
    Ok(Decoded {
        make: decoded.make,
        model: decoded.model,
        model_year: decoded.model_year,
        attributes: decoded
            .facts
            .into_iter()
            .map(attribute)
            .collect::<Result<_, _>>()?,
        findings: decoded.findings.into_iter().map(finding).collect(),
        confidence: decoded.confidence.min(100),
    })
}

/// The term that a decoder means by a number.
pub(super) fn known(terms: &[Arc<Term>], index: u32) -> Result<Arc<Term>, CallError> {
    let term = usize::try_from(index).ok().and_then(|at| terms.get(at));
    let term =
        term.ok_or_else(|| CallError::Contract(format!("term {index} is not in its vocabulary")))?;
    Ok(Arc::clone(term))
}

pub(super) fn finding(finding: wit::FindingResult) -> Finding {
    Finding {
        severity: severity_of(finding.severity),
        code: finding.code,
        text: finding.text,
        suggested_vin: finding.suggested_vin,
    }
}

fn severity_of(severity: wit::Severity) -> Severity {
    match severity {
        wit::Severity::Note => Severity::Note,
        wit::Severity::Warning => Severity::Warning,
        wit::Severity::Error => Severity::Error,
    }
}

fn severity(severity: Severity) -> wit::Severity {
    match severity {
        Severity::Note => wit::Severity::Note,
        Severity::Warning => wit::Severity::Warning,
        Severity::Error => wit::Severity::Error,
    }
}

pub(super) fn context(context: ViewContext<'_>) -> formatter::Context<'_> {
    formatter::Context {
        locale: context.locale,
        units: if context.metric {
            formatter::Units::Metric
        } else {
            formatter::Units::Us
        },
        view: context.view,
        page: context.page,
    }
}

/// Reports as the contract has them: records that borrow from ours, in an arena
/// that holds the lists between.
pub(super) fn reports<'a>(arena: &'a Bump, reports: &'a [&'a Report]) -> &'a [wit::Report<'a>] {
    list(arena, reports, |report| wit::Report {
        vehicle: vehicle(arena, report),
        decoded_by: list(arena, &report.decoded_by, |name| &**name),
        sections: list(arena, &report.sections, |section| wit::SectionParam {
            key: &section.key,
            title: &section.title,
            summary: &section.summary,
            attributes: attributes(arena, &section.attributes),
            items: list(arena, &section.items, |item| wit::ItemParam {
                title: &item.title,
                body: &item.body,
                url: item.url.as_deref(),
                severity: severity(item.severity),
            }),
            ttl: section.ttl,
        }),
        missing: list(arena, &report.missing, |name| &**name),
    })
}

/// What decoders said, as enrichers get it.
pub(super) fn vehicle<'a>(arena: &'a Bump, report: &'a Report) -> wit::Vehicle<'a> {
    wit::Vehicle {
        vin: report.vin.as_str(),
        make: report.make.as_deref(),
        model: report.model.as_deref(),
        model_year: report.model_year,
        attributes: attributes(arena, &report.attributes),
        findings: list(arena, &report.findings, |finding| wit::FindingParam {
            severity: severity(finding.severity),
            code: &finding.code,
            text: &finding.text,
            suggested_vin: finding.suggested_vin.as_deref(),
        }),
        confidence: report.confidence,
    }
}

/// What an enricher said.
pub(super) fn section(section: wit::SectionResult) -> Section {
    Section {
        key: section.key,
        title: section.title,
        summary: section.summary,
        attributes: section
            .attributes
            .into_iter()
            .map(|attribute| Attribute {
                term: Arc::new(term(attribute.term)),
                value: attribute.value.into(),
                is_default: attribute.is_default,
            })
            .collect(),
        items: section
            .items
            .into_iter()
            .map(|item| Item {
                title: item.title,
                body: item.body,
                url: item.url,
                severity: severity_of(item.severity),
            })
            .collect(),
        ttl: section.ttl,
    }
}

pub(super) fn command(spec: command::Spec) -> CommandSpec {
    CommandSpec {
        name: spec.name,
        description: spec.description,
        usage: spec.usage,
        admin_only: spec.admin_only,
    }
}

/// A command as its plugin gets it: of the caller it knows a name of its own.
pub(super) fn invocation<'a>(
    invocation: &Invocation<'a>,
    user: &'a str,
) -> command::Invocation<'a> {
    command::Invocation {
        name: invocation.name,
        arguments: invocation.arguments,
        locale: invocation.locale,
        user,
    }
}

fn attributes<'a>(arena: &'a Bump, attributes: &'a [Attribute]) -> &'a [wit::AttributeParam<'a>] {
    list(arena, attributes, |attribute| wit::AttributeParam {
        term: wit::TermParam {
            id: &attribute.term.id,
            key: &attribute.term.key,
            label: &attribute.term.label,
            unit: attribute.term.unit.as_deref(),
            group: &attribute.term.group,
        },
        value: &attribute.value,
        is_default: attribute.is_default,
    })
}

fn list<'a, T, U>(arena: &'a Bump, from: &'a [T], convert: impl FnMut(&'a T) -> U) -> &'a [U] {
    arena.alloc_slice_fill_iter(from.iter().map(convert))
}

pub(super) fn message(message: wit_text::Message) -> rich::Message {
    rich::Message {
        spans: message.spans.into_iter().map(span).collect(),
        buttons: message
            .buttons
            .into_iter()
            .map(|row| row.into_iter().map(button).collect())
            .collect(),
        attachments: message
            .attachments
            .into_iter()
            .map(|file| rich::Attachment {
                file_name: file.file_name,
                media_type: file.media_type,
                data: file.data,
            })
            .collect(),
    }
}

fn span(span: wit_text::Span) -> rich::Span {
    use rich::Style;
    use wit_text::Style as Wit;
    let styles = [
        (Wit::BOLD, Style::BOLD),
        (Wit::ITALIC, Style::ITALIC),
        (Wit::UNDERLINE, Style::UNDERLINE),
        (Wit::STRIKETHROUGH, Style::STRIKETHROUGH),
        (Wit::SPOILER, Style::SPOILER),
        (Wit::QUOTE, Style::QUOTE),
        (Wit::CODE, Style::CODE),
        (Wit::PRE, Style::PRE),
    ];
    let style = styles
        .into_iter()
        .filter(|(wit, _)| span.style.contains(*wit))
        .fold(Style::PLAIN, |all, (_, style)| Style(all.0 | style.0));
    rich::Span {
        text: span.text,
        style,
        link: span.link,
    }
}

fn button(button: wit_text::Button) -> rich::Button {
    let action = match button.action {
        wit_text::Action::View(to) => rich::Action::View {
            view: to.view,
            page: to.page,
        },
        wit_text::Action::Decode(vin) => rich::Action::Decode(vin),
        wit_text::Action::OpenUrl(url) => rich::Action::OpenUrl(url),
        wit_text::Action::Command(command) => rich::Action::Command(command),
        wit_text::Action::Copy(text) => rich::Action::Copy(text),
    };
    rich::Button {
        label: button.label,
        action,
    }
}
