"""Category codes for the names in the `Subj-class:` field of a listing.

A listing names a category only where it has a subject class of its own: cross-lists to archives without classes
(`gr-qc`, `hep-ph`, ...) are not in these files. `Mathematical Physics` has two codes, as in the Kaggle snapshot.
"""

_CODES = {
    "High Energy Physics - Theory": "hep-th",
    "High-Energy Physics - Theory": "hep-th",
    "Mathematical Physics": "math-ph math.MP",
    "Algebraic Geometry": "math.AG",
    "Algebraic Topology": "math.AT",
    "Analysis of PDEs": "math.AP",
    "Classical Analysis and ODEs": "math.CA",
    "Combinatorics": "math.CO",
    "Complex Variables": "math.CV",
    "Differential Geometry": "math.DG",
    "Dynamical Systems": "math.DS",
    "Functional Analysis": "math.FA",
    "General Mathematics": "math.GM",
    "General Topology": "math.GN",
    "Geometric Topology": "math.GT",
    "Group Theory": "math.GR",
    "History and Overview": "math.HO",
    "K-Theory and Homology": "math.KT",
    "Logic": "math.LO",
    "Metric Geometry": "math.MG",
    "Number Theory": "math.NT",
    "Numerical Analysis": "math.NA",
    "Operator Algebras": "math.OA",
    "Optimization and Control": "math.OC",
    "Probability Theory": "math.PR",
    "Quantum Algebra": "math.QA",
    "Representation Theory": "math.RT",
    "Rings and Algebras": "math.RA",
    "Spectral Theory": "math.SP",
    "Symplectic Geometry": "math.SG",
    "Adaptation and Self-Organizing Systems": "nlin.AO",
    "Chaotic Dynamics": "nlin.CD",
    "Exactly Solvable and Integrable Systems": "nlin.SI",
    "Pattern Formation and Solitons": "nlin.PS",
    "Disordered Systems and Neural Networks": "cond-mat.dis-nn",
    "Materials Science": "cond-mat.mtrl-sci",
    "Mesoscopic Systems and Quantum Hall Effect": "cond-mat.mes-hall",
    "Soft Condensed Matter": "cond-mat.soft",
    "Statistical Mechanics": "cond-mat.stat-mech",
    "Strongly Correlated Electrons": "cond-mat.str-el",
    "Superconductivity": "cond-mat.supr-con",
    "Accelerator Physics": "physics.acc-ph",
    "Atomic Physics": "physics.atom-ph",
    "Atomic and Molecular Clusters": "physics.atm-clus",
    "Chemical Physics": "physics.chem-ph",
    "Classical Physics": "physics.class-ph",
    "Computational Physics": "physics.comp-ph",
    "Data Analysis, Statistics and Probability": "physics.data-an",
    "Fluid Dynamics": "physics.flu-dyn",
    "History of Physics": "physics.hist-ph",
    "Optics": "physics.optics",
    "Physics and Society": "physics.soc-ph",
    "Plasma Physics": "physics.plasm-ph",
    "Popular Physics": "physics.pop-ph",
    "Space Physics": "physics.space-ph",
    "Mathematical Software": "cs.MS",
}


def codes(subject_classes):
    """Gives (codes separated by blanks, `hep-th` first; names that are not known)."""
    found, unknown = ["hep-th"], []
    for name in subject_classes.replace("\n  ", " ").split(";"):
        name = name.strip()
        if name in _CODES:
            found += [code for code in _CODES[name].split() if code not in found]
        elif name:
            unknown.append(name)
    return " ".join(found), unknown
