import Literature
import Ports

extension WorkChange.Kinds {
    /// What a reader sees changed of the work filed under a row; nil where no work is.
    init(from old: Paper?, to new: Paper?) {
        guard let new, !new.isStub else {
            self = .other
            return
        }
        guard let old, !old.isStub else {
            self = .entered
            return
        }
        self = []
        if old.title != new.title || old.abstract != new.abstract || old.authors != new.authors
            || old.comments != new.comments || old.categories != new.categories
        {
            insert(.text)
        }
        if old.latestVersion != new.latestVersion { insert(.version) }
        if old.isWithdrawn != new.isWithdrawn { insert(.withdrawal) }
        if old.journalReference != new.journalReference || old.venue != new.venue || old.doi != new.doi {
            insert(.publication)
        }
        if isEmpty { self = .other }
    }
}
