//! Words that German street names are made of. Where a misspelling makes one
//! of them come about that the known name does not have, it may be another
//! street: *Kirschenweg* for *Kirchenweg*.

/// Words and parts of names, folded; collected from street names common all
/// over Germany, with the spellings in which surnames differ by one letter.
const WORDS: &str = "
    baeker boetger bukhorn copernicus coppernicus diedrich elisabet fridrich guttenberg gutenberg jacobsen jakobsen
    klinge klingel klingen klinger klink klinken mathias matthias plank schmid spek speken suhl suhle
    block bock buch christin christina dick dickmann hebbel hebel knick loop lueb mass moos schaefer schaeffer waisen weisen muff ochse palm pfad rund schlag schmal sood wacht
    ahorn akazie amsel anger apfel aster auer bach backer baecker bader barg barsch bauer baum beck beek behn bek
    berg bert bieber biene biber binsen birke birken birn blume bock boden bohn bonn born brahms brand braun breite brinck
    brink bruch brueck bruehl brunn brunnen buche buchen buchs buck buehl buehner buerger bullen burg busch
    bussard dachs dahlie damm deich diek distel dohle dorf dorn drossel eber eiche eichen eichel elster engel
    erich erika erle erlen ernst esche eschen esel espe eule falke farn fasan felde feld fels fenchel fichte fichten fink
    finken fisch flieder foehre foehren forst foerster fischer fuchs furt gans garten geest gerber gerste gilde ginster glas
    graben graf gras groot gross gruen grund haber habicht hafer hagen hahn hain halde hamm harm hart hase
    hasel hasen haus hecht heck heid heim hein heinrich heide held herbst hermann herrmann hering herz hesse heuser hirsch hirten
    hoch hof hoff hoffmann hofmann hoh hohen holm holunder holz horn horst huegel huetten hund iltis immen
    jaeger kaiser kamp kanal kant karl karpfen kastanie keller kelter kiebitz kiefer kiefern kiel kies kirch kirchen kirsch
    kirschen klee kloster koenig kohl kohlen koppel korn kranich kraehe kraemer kreuz krug kuckuck kuhl kuehl lachs
    lang lange lampe land lange laerche laerchen laub lauer lauf lehm lehn leier lein lerche lerchen lessing liebig linde linden
    linnen lohe loh loeffel loewe luch luchs luther maier mai marder markt marsch mars marien marten mayer
    meer mehl meier meise meisen meister mer meyer mitte moehlen mohn moor moos moewe mueller muehle muehlen
    munk nachtigall nelke nelken neu nieder nord nuss oben ober ochsen ort ost otto otter pappel park peter pfarr
    pfeifer pferde platane post quelle quellen quitte rabe raps rathaus rebe rebhuhn reh reiher reiter rhein ried
    riede rieder rinder ring ritter robert roder roggen rohr rose rosen ross rot rote roten rott rueben rude
    ruester saar sand sander saenger schaefer schaffer schaf scharf scheffel scheune schiller schilf schlehe schlehen schleusen
    schlei schloss schmied schmidt schmitt schneider schnitter schreiber schroeder schuetzen schuh schuhmacher schul schulen
    schulz schultz schulze schumacher schumann schuman schwalbe schwan schwarz see seiler seidl seidel seidler siedler sommer
    sonne sonnen specht sperber sperling spitz staedt stadt star stark stein steiner stedt stern stet stier stock
    storch strand stroh sued sumpf tal tann tanne tannen taube tauben teich thal tor torf trift trauben
    tulpe turm uhl uhlen ufer ulme ulmen ulrich ullrich unken unter urban veilchen vogel vogt wacholder wachtel
    wagner wahl wald wall walter walther wand wasser weber wehr weide weiden weiher weiler wein weiss weizen wende werder
    werft werk werner west wied wiede wiedehopf wiesel wiese wiesen wilhelm winkel winter wirth wisch wolf wolff
    wolfs wurt zander zaun zeder zeisig ziegel ziegen ziegler zimmer zimmerer zwick
    baden bayern berlin bremen breslau danzig dresden elbing essen halle hamburg hannover hanstedt holstein husum
    homburg itzehoe jena kassel koeln koblenz kolberg luebeck lueneburg magdeburg mainz marburg masuren memel muenchen
    munster muenster nuernberg oldenburg pommern preussen rostock sachsen schlesien schlesing schleswig stade
    stargard stettin stralsund thorn tilsit trier ulm weimar wismar zwickau
    albert anna anton arndt bebel beethoven bismarck boell bosch brandt brecht bunsen daimler diesel droste duerer
    ebert eichendorff einstein erhard fontane freytag fritz gauss goethe grimm gropius gutenberg haendel hauff haydn
    hebbel heine heuss humboldt kepler kleist klopstock knef koch kolping kopernikus lenau lenz liebknecht lilien
    liszt luise luxemburg mann mozart nansen nobel otto pasteur planck raabe reuter rilke roentgen sauerbruch schubert
    schweitzer siemens storm strauss stresemann uhland virchow wagner weber zeppelin zuse
";

/// What may stand between a word and the kind of way.
const JOINTS: [&str; 8] = ["", "e", "n", "s", "en", "er", "es", "ner"];

/// Whether a word comes about in a typed stem that the known one does not
/// have: where its letters `from..to` are new (or, with none, where one is
/// missing), at the beginning or the end of the stem; between other letters
/// it is chance. Cost: one walk over the words, only for names one edit away.
pub(super) fn turns_up(typed: &str, known: &str, (from, to): (usize, usize)) -> bool {
    WORDS.split_ascii_whitespace().filter(|word| !known.contains(word)).any(|word| {
        typed.match_indices(word).any(|(at, _)| {
            let stands_free = at == 0 || JOINTS.contains(&&typed[at + word.len()..]);
            let start = typed[..at].chars().count();
            let end = start + word.len();
            let touched =
                if from == to { start < from && from < end } else { start < to && from < end };
            stands_free && touched
        })
    })
}
