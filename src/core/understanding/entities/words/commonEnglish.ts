/** Everyday English words of four letters and more that Spanish does not share, one form of each singular and plural. */
export const commonEnglish: string =
  "ability able about above abroad absence accent accept acceptable accepted access accidentally acclaim " +
  "accomplish according account accuracy accurate achieve achieved achievements acid across acting action " +
  "activate activated activating activation active activist activity actress acts actually acute " +
  "adaptation added adding addition additional address adopted adults adverse advise aerodynamic affair " +
  "affect affiliate afraid after afternoon afterward again against agency agreed agreement ahead aircraft " +
  "aired airfoil airlines airport alarm album alcohol alerts alive allegations allow allowed allowing " +
  "almost alone along alpha already alright also alter alternative always amazon amex among amount " +
  "amplifiers analyses analysis analyzed anecdote angle anniversary announced annual annually another " +
  "answer anti anybody anymore anyone anything anywhere apartheid apparent apparently appeal appear " +
  "appearance appeared apples applicable application applied apply applying appointed appointment " +
  "appreciate appreciated approach appropriate approve approved approximate april arbitrary architect aren " +
  "army around arrest arrive arrived article artificial artist artwork asap asked asking aspects assault " +
  "assessed assigned assist assistance associated association assumed atlanta atmosphere attack attempt " +
  "attempted attempting attend attended attending attention attitude attracted attributes audience august " +
  "author authorized automatic availability available average avoid awards aware away axial axis baby back " +
  "bags bake baking band banished bank barn baseball based basis basketball bathroom battery battles " +
  "beating became because become becoming beef been before began begin beginning behavior behind being " +
  "beliefs believe believed below bending beneficiary benefits besides best beta better between beyond " +
  "biggest bike bill binding biological bird birth birthday black blind block blocked blood blue blunt " +
  "board boarding body bone book booked born boss boston both bought boundary brain brand bread break " +
  "breakout breakthrough breakup breast bridge brief brilliant bring broad broke broken brother brought " +
  "brown brownies buckling buffalo build builder built burger burlesque business busy buying cable cake " +
  "calculate calculated calculation calendar called calling caloric calories came camp cancel canceled " +
  "cancelled cancer cannot capture card care career carried carrots carry case cash cast casting catch " +
  "categories cats cause caused causing ceiling cells cellular center centimeters century certain chains " +
  "chance change changed changing characters charge charged charging chart chase chatting cheap check " +
  "checkbooks checked checking cheese chemical cheque chicken chief child childhood children chili choose " +
  "chosen chromatin chronic circuit citizenship city claimed class classic classical clean cleaning clear " +
  "cleared clinic clinical close closest coach code coefficient coin cold collaborate collection college " +
  "colour columbus column combination combined come comeback comedy comic coming command commercial " +
  "commitment common community comorbidity company compared comparison compete competition complete " +
  "completed completely completion complex composition compressible computer concept concerned concert " +
  "conditions conducted conductor cone confidence confinement confirm confirmed confused conical connect " +
  "connection consider considered construction contact contacted contactless contain containing content " +
  "contest continue continued contract contractor contributed contribution controlled controversy " +
  "conventional conversion convert converter cook cookie cooling coordinates copies correct correctly " +
  "correlation cost could couldn count country couple course court cover coverage cream create created " +
  "creating creation credit credited creep crime critical criticism criticized critics cross crossing " +
  "crypto culture cups currencies current currently curvature curves customer cycle cylinder cylindrical " +
  "daily dallas damage damaged dance dancers data date dating daughter days dead deal death debit debut " +
  "debuted decade december decent decide decided declared decline declined declining decrease decreased " +
  "deducted defeat defeated defined definitely definition degree delete deliver delivered delivery delta " +
  "demo demonstrate demonstrated denied density denver dependent deposit deposited deposition depression " +
  "depressive derivatives derived described design designed desperately details determine determined " +
  "develop developed development device diabetes diagnosed diagnosis dial dialogue didn didnt died " +
  "difference different differential difficult digital dimensional dinner direct direction directly " +
  "disappeared disconnect discount discover discovery discussed disease dishes dismissal disorder display " +
  "disposable dispute distance distinct distribution divided documentary documents does doesn dogs doing " +
  "dollars domain done dont door dose double down downstream downtown drag drive driving dropped drug " +
  "drummer drums dual duplicate during duties dynamic each earlier earliest early earn earned earning " +
  "earth easily easy eating economic economy edge edit edition education effective effects efforts eggs " +
  "eight either elected electric electrician elementary elements elephant else email emancipation emerged " +
  "emergence employed employer employment encounter ended endothelial energy engagements engine engineer " +
  "enjoy enough enrolled entered entering entire entirely entity entry environment episode equal equations " +
  "equilibrium equipment especially essential establish established estimated ethnic ethnicity euros " +
  "evaluated evaluation even event eventually ever every everything evidence exact exactly examined " +
  "examples except exchange exchanged exchanging exercise exhibitions existing exit expect expected " +
  "expecting expedition expensive experience experimental experiments expiration expired expires expiring " +
  "expiry explain exploration explore express expressed expressing expression extended extensive extent " +
  "external extra extremely face facilities fact factory fail failed failing failure fair fall false " +
  "family famous fans fargo farm fashion fast faster father favorite favourite fear feature featured " +
  "february feel fees feet fell fellow felt female feud fiat fiction field fifth fight figure figuring " +
  "filed fill film filmed find findings finish finished finite fire fired first fishing five fixed flat " +
  "flea flight flip floor flour flow fluid flutter flux flying focus focused folk follow followed " +
  "following food foot football force foreign forever forgot form format formation formed former forming " +
  "forward fought found founded four fourteenth fourth frame fraud fraudulent free freeze freezer " +
  "frequency frequent frequently friction friday fridge friend from front frozen fuel full fully function " +
  "functional funds funniest funny further fusion future gain gained gallon game garage garden gave gene " +
  "generally generated generosity genetic genome genre german gets getting ginger give given glad glucose " +
  "goal goes going gold gone good gotta gotten government gradient graduate graduated graduation grams " +
  "grateful gray great greater greatest greatly green grew grey groceries ground group grow growth guide " +
  "guitar guitarist half hand happen happened happening happiness happy hard harmony hasn have haven " +
  "having hawaiian heading heads health healthcare healthy hear heard hearing heart heat heating height " +
  "held hello help helped helping here hiatus high higher highest highlights highly highway himself hired " +
  "histone history hits hitting hobbies hold holding holiday home hometown hoping host hotel hour house " +
  "household huge human hundreds hurt husband hypersonic identified identify identity image immediately " +
  "immune impact importance improve improved improving inch incidence incident include included including " +
  "income incorporated incorrect increase increased increasing increasingly independent indicate indicated " +
  "induced inducted induction industry infection infinite infinity inflammation inflammatory influence " +
  "influenced information ingredients inhibition initial initially initiated injection injury inside " +
  "install installation installing instead instructions insulate insulated insulation insulin insurance " +
  "intelligence intended intense interaction interbank interest interested interesting interference " +
  "internal internet interval interviews into introduced investigate investigated investment inviscid " +
  "invite invited invoice involved involving iron issue issued item jacket jamaica january jazz jobs join " +
  "joined joke josh journalist journey judge july jump june just keep kept kids killed kinase kind kitchen " +
  "knocking know knowledge known label laboratory lack laminar landlord lands language large largely last " +
  "lasted late lately later latest laugh laundry lawsuit layer lead leader leadership leading learn least " +
  "leave leaving left legacy length less lessons lets letter letting level liberty libraries life lift " +
  "light like liked likely limitations limited line lineage linear lineup linguistic link linked list " +
  "listed listen listening literary literature little live lived living load loading lobster locate " +
  "located location loci lock locked long longer longest look looked looking lose loss lost louder love " +
  "lower luggage lunch lung macaroni mach machine made magnetic mailed mainly mainstream maintain " +
  "maintenance major make making mall manager manhattan manner manor many march marching mark market " +
  "marriage married marry mass master match maximum maybe mcdonalds meal mean meaning meant measured " +
  "measurements measures mechanic mechanism medals mediated medical medicine medieval meet meeting melted " +
  "melting members membrane memory meningitis mentioned merchant message metabolic meter method " +
  "methylation metre miami mice middle might migraines mileage military milk million mind mine minimum " +
  "minor minutes miss missed missing mistake mixed mixing mobile mode model moderate modern modified " +
  "molecular moment momentum monday money month monthly more morning mortality mortgage most mostly mother " +
  "motion motor motorcycle mouse move moved movement movie moving mrna much muscle music musician must " +
  "mutant mutations myself naive name named nashville nation native naturally nature naval navigation near " +
  "nearby nearest nearly necessary need needed needing negative network neurons never next nice night nine " +
  "ninth noise nominated noon normally nose note noted nothing notice noticed notify novel november nozzle " +
  "nuclear nuggets number numerical numerous nutrition nutritional observed obtain obtained occur occurred " +
  "ocean october offer office officer official often older olive ones online only onto open opened opening " +
  "opera opponent opposed opposition option orange order ordered organized origin originally originate " +
  "orlando other ounces outback outbreak outcome outside over overall overcharged owner package paid pain " +
  "pair panel panic panther paper parallel parameters parents participants particularly partner passcode " +
  "passed password past pathway patients pattern paycheck payday paying payment peak pending people " +
  "percent percentage perform performance performed performing period permission person personality pets " +
  "pharmacy phase phenomenon philosophy phoenix phone phrase physical pick picture piece pilot pink pitch " +
  "pivotal pizza place placed planned plasma plastic plate platinum play played player playing playlist " +
  "please pledge plug plumber plus poetry points policy political politician politics poor popularity " +
  "population pork portland position positive possible post posted potato potatoes potential pounds power " +
  "practical practice predicted prefer preferred preform premiere prepare presence presentation presented " +
  "pressure pretty prevalence prevent prevention previous previously price primarily primary prime " +
  "principle prior prison prisoners problem procedure process processed produced producer producing " +
  "product production professional profile program progress progression projects promoted promoter " +
  "prompted prone proper properly properties proposed protection protein protocol prove provide provided " +
  "public publication published pull pulling purchase purchased purple purpose putting quality question " +
  "quick quickly quiet quite quote race raise raised random range ranked rape rapid rapidly raping rate " +
  "rather rating ratio reach reached reaching react reactions reactivate read reading ready really reason " +
  "recall receive received receiver receiving recent recently receptor recieve recipe recipient recognise " +
  "recognition recognize recognized recommend recommended record recorded recording recruited redeem " +
  "reduce reduced reduction refer reference referred reflect reflected reform refund refunded regarding " +
  "regards regularly regulated regulation regulatory rehearsing rejected related relation relationship " +
  "relative release released relief religious relocated remained remaining remains remember remind " +
  "reminder remote remove reno rent rental repair repeat replace replaced replacement replication report " +
  "reported represented reputation request requested requesting require required requirements research " +
  "reservation reserve reset residents resistance resolve respect respective respectively response rest " +
  "restaurant restricted restrictions resulted resulting results resume retire retired retirement return " +
  "returned returning revealed reverse reversed revert reverted reviews revival revolution rewards " +
  "reynolds rich right ring rise risk rival roast robin rock role roll rolled rolling rollover romance " +
  "roof roofing room root round roundtrip route routine routing rubles rules running runs russia russian " +
  "safe said salad salary salt same sang saturday saved savings saying says scale scene schedule scheduled " +
  "scholarship school scientific scientists score screen screened screening screenplay screw search season " +
  "seated second secondary secret section security seed seeing seek seems seen segments selected self sell " +
  "seller selling send sending senior sent separate separated separation september sequence serial serious " +
  "serum serve served service serviced sessions sets settings settlement seven several severe shall shape " +
  "shaped share shear shed sheet shell ship shipping shock shoes shop shopping short shots should shouldn " +
  "show showed shower showing shown shrimp shut siblings side sided sign signaling signature signed " +
  "significance significant signing similarity simply simulation since sing singer singing single sisters " +
  "site situation sixth size skin skip slave slavery slender slow slower slowly small smart smoking smooth " +
  "snow soccer socket soda sold solitary solution solve some somebody someone something sometimes somewhat " +
  "somewhere song sonic soon sorry sort sound source southern southwest spaghetti span spanish spawned " +
  "speak speaker speaking special species specific specifically specified speech speed spell spelling " +
  "spend spending spent split sponsor spread spring square stability stadium staff stage stagnation stand " +
  "standard standing starbucks start started starting state stated statement static stating station statue " +
  "status stay steady steakhouse steel stem steps still stole stolen stone stop store story straight " +
  "strain strange stream strength stress strong structural structure stuck student studied studio study " +
  "stuff style subject subjected submit subsequently subsonic substitute succeed success successful such " +
  "suddenly suffered sufficient sugar suggest suggested suggesting suggestion suicide suitable summary " +
  "summer sunday supersonic supply support supported supporting supposed sure surface surrounded survival " +
  "survive sushi swap switch switched symbol symbolize system table tablespoons tails take taken taking " +
  "talent talk talking tall tampa tank target tasks taxes taylor teacher team tears technique tell " +
  "temperature temporary tenth tenure terminal terms territory test tested text thai than thanks that " +
  "theatrical their them themselves then theoretical theory therapeutic therapy there therefore thermal " +
  "these they thick thickness thin things think thinking third this those though thought three threw " +
  "through throughout thursday tickets till time timer timezone tiny tires tissue title titled today " +
  "together tokyo told tomorrow took topped topping tour toured touring tourist tournament towards town " +
  "toys track tracking trade traditional traffic trail training transaction transfer transferred " +
  "transferring transition translate translation transmission transonic trash travel traveling travelling " +
  "treated treatment trial tribe tried tries trip trivia trouble true trying tube tuesday tumor tune " +
  "tunnel turbulent turn turned twice type typical typically uber unable unauthorized unblock under " +
  "underlying understand unfavorable uniform unique unit universalism unknown unsure unsync until unusual " +
  "update updated upon upper urgent urgently used user uses using usually utilities utilize vacation " +
  "vaccinations vaccines value variation varied variety various vascular vehicle velocity verification " +
  "verified verify verifying versus very victims video view village violence viral virtual virus visa " +
  "viscosity viscous visit visited vitro vocal vocalist voice volume vortex wait waiting wake walk wall " +
  "wallet walmart wanna want wanted warehouse warming warranty washing wasn watch water wave ways " +
  "weaknesses wealth weather website wednesday week weekend weight welcome well wendy went were whats when " +
  "where whereas whether which while whisper white whole whom whose wide widespread width wife wild will " +
  "wind window wing winning wish with withdraw withdrawal withdrawing withdrawn withdrew within without " +
  "woman women wonder wondering wood wool word work worked worker working world worried worth would wouldn " +
  "wrecked write writer writing written wrong wrote year yeast yellow yesterday young youngest your " +
  "yourself youth zero zone";
