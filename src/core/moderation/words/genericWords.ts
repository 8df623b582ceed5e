/** Words that fill sentences on any matter: two claims that share only these do not share a topic. */
export const genericWords = `
  also however therefore thus moreover furthermore additionally overall generally usually typically often sometimes
  commonly normally mainly mostly primarily particularly especially specifically actually really simply quite rather
  even still yet almost nearly about around approximately roughly currently recently now today always necessarily
  according example instance way ways thing things something anything someone anyone kind type sort lot number amount
  various several different certain specific particular general common main important significant essential key
  include includes including included involve involves make makes made making use used uses using get gets got give
  gives given provide provides provided help helps take takes taken took go goes come comes become becomes became need
  needs want wants like know known knows called say says said think seem seems consider considered ensure
  keep find found work works look tend based known well good great new first one two part many much more most less few
  people person time times day year years place world may might can could should must people's believed believe
  ademas tambien embargo tanto general generalmente normalmente usualmente tipicamente frecuentemente mayormente
  principalmente especialmente especificamente actualmente recientemente realmente simplemente bastante incluso todavia
  aproximadamente alrededor siempre necesariamente segun ejemplo manera forma modo cosa cosas tipo clase cantidad
  varios varias diferentes distintos distinto cierto cierta ciertos especifico particular comun principal importante
  incluye incluyen incluyendo incluir implica hacer hecho usa usan usar usado uso utiliza utilizan obtener dar da dan
  proporciona proporcionar ofrece ayuda ayudar tomar toma ir va van viene llegar llega lleva llevar necesita necesitan
  querer saber conocido conocida llamado llamada decir dice pensar parece considera considerado
  asegurar mantener encontrar trabajar debe deben deberia puede pueden podria suele suelen gente persona personas
  vez veces dia año años lugar mundo parte muchos muchas gran grande bueno buena nuevo nueva primer primero mejor
  encuentra encuentran ubica ubicado ubicada situado situada halla located situated lies lie
`;
