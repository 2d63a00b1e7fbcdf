//! What every store has to keep, whatever database is behind it.

pub mod accounts;
pub mod addresses;
pub mod audit;
pub mod concurrency;
pub mod dataset;
pub mod duplicates;
pub mod organisation;
pub mod resources;
pub mod sessions;
pub mod street_rules;

/// Hands every function of the contract to a macro that runs them on one database.
#[macro_export]
macro_rules! every {
    ($on:ident, $database:ident) => {
        $on! { $database:
            dataset::a_city_is_kept_as_it_is,
            dataset::overlapping_editions_change_nothing,
            dataset::changes_are_counted,
            street_rules::rules_are_replaced_by_those_who_know_the_city,
            addresses::house_numbers_are_replaced_by_those_who_know_the_city,
            accounts::a_name_is_taken_whatever_its_case,
            accounts::states_follow_what_happens,
            accounts::the_last_administrator_stays,
            accounts::a_link_works_once_and_in_time,
            accounts::a_new_link_replaces_the_former_one,
            accounts::the_first_administrator_is_offered_only_without_accounts,
            accounts::tokens_are_kept_and_revoked_once,
            sessions::a_session_lasts_until_it_ends,
            sessions::what_has_run_out_is_swept,
            sessions::a_disabled_account_has_no_session,
            sessions::a_new_password_ends_the_other_sessions,
            sessions::a_browser_is_known_for_its_account_and_time,
            organisation::changes_are_kept_in_order,
            organisation::a_stale_change_is_refused,
            organisation::a_change_is_undone_and_redone_once,
            duplicates::a_pair_is_told_apart_and_back_once,
            resources::entries_keep_their_history,
            resources::several_entries_are_written_all_or_none,
            resources::a_data_folder_leaves_alone_what_somebody_changed,
            resources::a_suggestion_is_decided_once_together_with_its_entry,
            resources::a_link_for_a_provider_works_once_and_in_time,
            audit::each_write_adds_one_entry_and_a_failing_one_none,
            audit::the_record_is_filtered_and_paged,
            audit::the_record_is_cut_and_stays_whole,
            audit::a_probe_writes_and_is_no_entry,
            concurrency::twenty_at_once_are_all_there_and_the_chain_is_whole,
        }
    };
}
pub use every;
