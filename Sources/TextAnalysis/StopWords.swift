/// English function words that carry little meaning in a query.
///
/// They are indexed all the same, so that phrases such as "theory of everything" can be found; a query may pass over
/// them when it has other words.
public enum StopWords {
    /// The words, as ``TextAnalyzer`` gives them without stemming (no apostrophes: `dont`).
    public static let english: Set<String> = Set(
        list.split(separator: " ").map(String.init)
    )

    private static let list = """
        a about above after again against all also although always am among an and another any are arent as at be \
        because been before being below between both but by can cannot cant could couldnt did didnt do does doesnt \
        doing done dont down during each either else etc ever every few for from further had has hasnt have havent \
        having he hence her here hers herself him himself his how however i if in instead into is isnt it its itself \
        just least less let may me might more moreover most much must my myself neither no nor not now of off often on \
        once only onto or other others our ours ourselves out over own per perhaps quite rather same shall she should \
        since so some such than that the their theirs them themselves then there thereby therefore these they this \
        those though through thus to together too toward towards under until up upon us very via was wasnt we were \
        werent what whatever when where whereas whereby wherein whether which while who whom whose why will with \
        within without would wouldnt yet you your yours yourself
        """
}
