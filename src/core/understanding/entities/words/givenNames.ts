/** Frequent given names, Spanish and English, lower case, without accents. */
export const givenNames: string =
  "ana juan jose maria carlos luis pedro pablo jorge miguel diego andres martin fernando ricardo roberto " +
  "eduardo daniel alejandro sergio javier gabriel rafael francisco manuel antonio alberto ramon raul oscar " +
  "hugo mario julio cesar victor hector gustavo guillermo gonzalo rodrigo sebastian nicolas matias facundo " +
  "agustin santiago joaquin tomas mateo felipe ignacio lucas marcos federico bruno emiliano leandro " +
  "mauricio marcelo adrian ivan ruben enrique esteban ernesto alfredo armando arturo lucia sofia martina " +
  "valentina camila florencia carolina paula laura andrea patricia monica silvia claudia gabriela alejandra " +
  "natalia veronica mariana daniela valeria cecilia beatriz teresa carmen rosa marta elena irene isabel " +
  "julia susana graciela adriana raquel sara eva ines clara cristina alicia olga norma gladys mirta yolanda " +
  "rocio noelia romina lorena soledad guadalupe magdalena victoria catalina micaela agustina antonella " +
  "belen milagros estela liliana viviana sandra karina john james robert michael william david richard " +
  "joseph thomas charles christopher matthew anthony mark donald steven paul andrew joshua kevin brian " +
  "george edward ronald timothy jason jeffrey ryan jacob gary eric jonathan stephen larry justin scott " +
  "brandon benjamin samuel frank gregory raymond alexander patrick jack dennis jerry tyler aaron adam " +
  "nathan henry peter mary jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa betty " +
  "margaret ashley kimberly emily donna michelle amanda melissa deborah stephanie rebecca sharon cynthia " +
  "kathleen amy angela shirley anna emma olivia sophia grace helen janet catherine rachel heather diane " +
  "julie joyce kelly christina joan lauren megan alice anne jane tom mike bob joe ben sam alex max leo dan " +
  "steve dave chris nick tony bill jim tim kate lucy zoe chloe ella mia noah liam ethan " +
  "blanca luz mercedes dolores alba paz pilar esperanza consuelo angel leon cruz fatima jazmin celeste rose hope joy lily ivy";
