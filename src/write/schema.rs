//! The JSON Schema of a record, made from the very types that write it, so that it can't drift.

use super::record::Record;
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// The schema of one line of `reports.ndjson`, as JSON Schema 2020-12.
pub fn of_record() -> Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Record>().to_value()
}

#[cfg(test)]
mod tests {
    use super::of_record;

    #[test]
    fn every_member_of_a_record_is_described() {
        let schema = of_record();
        let members = schema["properties"].as_object().unwrap();
        assert_eq!(members.len(), 14);
        for (name, member) in members {
            let told = member.get("description").or_else(|| member.pointer("/$ref"));
            assert!(told.is_some(), "{name} has no description: {member}");
        }
    }
}
