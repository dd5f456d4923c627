"""Tests of the conversion on fields of real listings: python3 -m unittest discover -s Samples/hep-th"""

import gzip
import json
import unittest
from pathlib import Path

from conversion import categories, dates, listing, names

HERE = Path(__file__).parent

# hep-th/0212158, the address in `From:` shortened.
LISTING = r"""------------------------------------------------------------------------------
\\
Paper: hep-th/0212158
From: Jesper Jacobsen <j@example.org>
Date: Fri, 13 Dec 2002 15:52:23 GMT   (91kb)
Date (revised v2): Mon, 16 Dec 2002 09:00:00 GMT   (92kb)

Title: Parafermionic theory
  with the symmetry Z_5
Authors: Vladimir Dotsenko, Jesper Lykke Jacobsen, Raoul Santachiara
Comments: 98 pages, 21 eps figures
Proxy: ccsd ccsd-00000101
\\
  A parafermionic conformal theory with the symmetry Z_5 is constructed, based
on the second solution of Fateev-Zamolodchikov.
\\
"""


class Listings(unittest.TestCase):
    def test_fields_and_abstract(self):
        fields, abstract = listing.parse(LISTING)
        self.assertIn(("Title", None, "Parafermionic theory\n  with the symmetry Z_5"), fields)
        self.assertIn(("Date", 2, "Mon, 16 Dec 2002 09:00:00 GMT   (92kb)"), fields)
        self.assertTrue(abstract.startswith("  A parafermionic"))
        self.assertTrue(abstract.endswith("\non the second solution of Fateev-Zamolodchikov.\n"))

    def test_refuses_other_text(self):
        for text in ("", "\\\\\n", LISTING.replace("Title:", "title is"), LISTING + LISTING):
            with self.assertRaises(listing.ListingError):
                listing.parse(text)


class Dates(unittest.TestCase):
    CASES = [
        ("Thu, 27 Nov 1997 23:53:13 GMT   (22kb)", "", "1997-11-27 23:53:13"),
        ("Tue Dec 31 23:54:17 MET 1991 +0100   (37kb)", "", "1991-12-31 22:54:17"),
        ("Fri, 3 Jan 92 17:09:04 est", "", "1992-01-03 22:09:04"),
        ("13 January 1992 15:19:46 CST", "", "1992-01-13 21:19:46"),
        ("14-JUL-1992 15:04:09.32 EDT", "", "1992-07-14 19:04:09"),
        ("01/01/93 13:35:33 GMT+0100   (7kb)", "", "1993-01-01 12:35:33"),
        ("29 Mar 1996, 12:36:16 PST", "", "1996-03-29 20:36:16"),
        ("Thu, 8 Feb 1996 10:45 pm EST (15:45:37 UT)", "", "1996-02-09 03:45:00"),
        ("Thu, 29 Sep 94 12:21 GMT-3:00", "", "1994-09-29 15:21:00"),
        ("Sat, 26 Feb 1994 12:37:53 --100   (37kb)", "", "1994-02-26 11:37:53"),
        ("Fri, 18 Dec 92 11:20:02+050", "", "1992-12-18 06:20:02"),
        ("Tue, 20 Jun 1995 13:41:18 +1000 (EST)", "", "1995-06-20 03:41:18"),
        ("Mon, 6 Jan 1997 23:56:23 +22299913 (KORST)", "", "1997-01-06 14:56:23"),
        ("Sun, 19 Jan 92 19:46:33 IST   (41kb)", "weizmann.ac.il", "1992-01-19 17:46:33"),
        ("Wed, 23 Sep 92 19:29:43 IST   (4kb)", "iitm.ernet.in", "1992-09-23 13:59:43"),
    ]

    def test_read_without_remark(self):
        for text, domain, expected in self.CASES:
            with self.subTest(text):
                moment, remarks = dates.parse(text, int(expected[:4]), 2003, domain)
                self.assertEqual(f"{moment:%Y-%m-%d %H:%M:%S}", expected)
                self.assertEqual(remarks, [])

    def test_remarks(self):
        moment, remarks = dates.parse('Wed, 13 Sep 0 21:31:44 "KST', 1995, 1996)
        self.assertEqual(dates.rfc2822(moment), "Wed, 13 Sep 1995 12:31:44 GMT")
        self.assertEqual(remarks, ["year impossible: 2000, 1995 taken"])
        self.assertIn("time zone unknown", dates.parse("MON, 12 JUL 1993 20:33 EXP", 1993, 1994)[1][0])
        moment, remarks = dates.parse("Fri Mar 27 16:20:31 1992", 1992, 1993)
        self.assertEqual(dates.rfc2822(moment), "Fri, 27 Mar 1992 16:20:31 GMT")
        self.assertIn("time zone unknown", remarks[0])
        self.assertIn("no time of day", dates.parse("Mon, 6 Jan 1992 EST", 1992, 1993)[1][0])

    def test_refuses_what_holds_no_date(self):
        for text in ("", "12:30", "31 Feb 1993 10:00 GMT", "Wed, 99 Foo 1993", "1 Jan 1993 25:61:00"):
            with self.subTest(text), self.assertRaises(dates.DateError):
                dates.parse(text, 1993, 1994)


class People(unittest.TestCase):
    def test_authors(self):
        self.assertEqual(
            names.authors("F.Bonechi, E.Celeghini, R.Giachetti, E.Sorace and M.Tarlini")[-2:],
            [["Sorace", "E.", ""], ["Tarlini", "M.", ""]],
        )
        self.assertEqual(names.authors("C. Itzykson and J.-B. Zuber")[1], ["Zuber", "J. -B.", ""])
        self.assertEqual(names.authors("S. James Gates, Jr."), [["Gates", "S. James", "Jr."]])
        self.assertEqual(names.authors("G. 't Hooft, B. de Wit"), [["'t Hooft", "G.", ""], ["de Wit", "B.", ""]])
        self.assertEqual(names.authors("M. Pillin (King's College\n  London)"), [["Pillin", "M.", ""]])
        self.assertEqual(names.authors(r"J. Fr\"ohlich, P. Fr\'e, J. Ambj{\o}rn")[0][0], "Fröhlich")
        self.assertEqual(names.authors(r"J. Ambj{\o}rn, K. Demeterfi, \c{S}. Ko\c cak")[2], ["Koçak", "Ş.", ""])
        self.assertEqual(names.authors("18 pages"), [])

    def test_submitter_is_a_name_without_address_or_number(self):
        for sender, expected in [
            ("Juan Maldacena <a@example.org>", "Juan Maldacena"),
            ('"David I. Olive" <a@example.org>', "David I. Olive"),
            ("zuber@example.org (C. Itzykson)", "C. Itzykson"),
            ("a@example.org", None),
            ("<A%B.BITNET@example.org> (Alan Guth, a@b)", "Alan Guth"),
            ('"Tomasz Taylor (617) 555-0100" <a@example.org>', "Tomasz Taylor"),
            ("Mr_I_Zois_student_tel_2-00000 <a@example.org>", "Mr I Zois student tel"),
            ('"=?ISO-8859-1?Q?J=F8rgen?= Rasmussen, NBI" <a@example.org>', "Jørgen Rasmussen, NBI"),
            ("f77503a <f77503a@example.org>", None),
        ]:
            with self.subTest(sender):
                self.assertEqual(names.submitter(sender), expected)


class Categories(unittest.TestCase):
    def test_codes(self):
        text = "High Energy Physics - Theory; Mathematical Physics; Exactly\n  Solvable and Integrable Systems"
        self.assertEqual(categories.codes(text), ("hep-th math-ph math.MP nlin.SI", []))
        self.assertEqual(categories.codes(""), ("hep-th", []))
        self.assertEqual(categories.codes("Alchemy"), ("hep-th", ["Alchemy"]))


class Files(unittest.TestCase):
    def test_papers(self):
        with gzip.open(HERE / "papers.jsonl.gz", "rt", encoding="ascii") as file:
            papers = {record["id"]: record for record in map(json.loads, file)}
        self.assertEqual(len(papers), 29555)
        self.assertTrue(all(p["title"] and p["authors"] and p["abstract"] and p["versions"] for p in papers.values()))
        self.assertFalse(any("@" in (p["submitter"] or "") for p in papers.values()))
        self.assertEqual([v["version"] for v in papers["hep-th/9711200"]["versions"]], ["v1", "v2", "v3"])

    def test_citations(self):
        with gzip.open(HERE / "citations.tsv.gz", "rt", encoding="ascii") as file:
            self.assertTrue(next(file).startswith("#"))
            citations = [tuple(line.rstrip("\n").split("\t")) for line in file]
        self.assertEqual(len(citations), 352807)
        self.assertEqual(citations, sorted(citations))
        self.assertEqual(sum(cited == "hep-th/9711200" for _, cited in citations), 2414)


if __name__ == "__main__":
    unittest.main()
