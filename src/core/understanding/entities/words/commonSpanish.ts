/** Everyday Spanish words of four letters and more, lower case, without accents, one form of each singular and plural. */
export const commonSpanish: string =
  "abajo abandonar abandono abierta abierto abogado abre abril abrir absoluta absoluto abundancia abundante " +
  "acaba academia academico acaso acceso accidentes accion aceite aceptacion aceptar acerca acido " +
  "acompanado acta actitud activa actividad activo acto actores actuacion actual actualidad actualmente " +
  "actuar acuerdo adecuada adecuado adelante ademas adios adoptar adquiere adquirir adquisicion adultos " +
  "advierte afecta afirma afirmar agentes agosto agraria agrega agricola agricultura agua ahora ahorro aire " +
  "aislacion aislante aislar ajuste albanil alcalde alcance alcanza alcanzado alcanzar alcanzo alegria " +
  "aleman alfonso algo algodon alguien algun algunas algunos alianza alimentacion alimentos alla alli alma " +
  "alonso alrededor alta alternativa alto altura alumnos ambas ambiental ambiente ambito ambos amenaza " +
  "americana americano amigo amistad amor amparo amplia amplio analisis analizar ancho andes anexo angel " +
  "animales animo anos antecedentes anterior antes antigua antiguedad antiguo antropologia anual aparato " +
  "aparece aparecen aparecio aparicion apartado aparte apellido apenas apertura aplicar aporte apoyo " +
  "apreciar aprender aprendizaje aprobacion aprobado aquel aquella aquellos aqui aragon arboles archivo " +
  "area arena argentino argumento armada armas armonia arquitecta arquitecto arquitectura arreglo arriba " +
  "arte articulo artilleria artista artistica arzobispo asamblea asegurar asiento asimismo asistencia " +
  "aspectos asumir asunto ataque atencion atender atras atribuciones audiencia aumenta aumentar aumento " +
  "aunque ausencia auto autonoma autonomia autor autoridad autorizacion avance aves aviso ayer ayuda " +
  "ayudame ayudar ayuntamiento azucar azul baja bajo balance banco banda bandera bando barata barato barrio " +
  "base basica basicos basta bastante batalla bellas belleza bello beneficio bernardo bibliografia " +
  "biblioteca bien bienestar blanca blanco blando boca boletin bolivar bolivia borde bosques brasil brazos " +
  "bretana breve brillante buen buenas buenos buques burguesia busca buscando buscar busco busqueda " +
  "caballeria caballero caballo cabe cabeza cabildo cabo cada cadena caer cafe caida caja calculo calidad " +
  "california calle calor cama camara cambiar cambio camino campana campesinos campo canal candidato " +
  "cantidad canto capa capacidad capacitacion capaz capilla capital capitalismo capitalista capitan " +
  "capitulo cara caracas caracter caracteriza carcel carece carga cargo caribe caridad carne caro carrera " +
  "carretera carta cartagena casa casi caso castellano castigo castillo catedral categoria catolica " +
  "catolicos causa cedula celebrado celular celulas cemento censo central centro cerca cerro chau chica " +
  "chico chilena chileno china ciclo cielo cien ciencia cientifica cientifico ciento cierta ciertamente " +
  "cierto cifras cinco cincuenta cine circular circulo cita citada citado ciudad ciudadanos civil " +
  "civilizacion clara claramente claridad claro clase clasico clave clero cliente clima club cobre codigo " +
  "coleccion colectiva colectivo colegio colocacion colocan colocar colon colonia colonial colonizacion " +
  "color columna comandante combate comentarios comenzo comer comercial comerciantes comercio cometido " +
  "comida comienza comienzo comision comite como companeros compania competencia complejo completa completo " +
  "componentes composicion compra comprando comprar comprende comprender comprension comprobar compromiso " +
  "compuesto comun comunicacion comunidad comunista concepcion concepto concesion conciencia concluir " +
  "conclusion concreta concreto concurso conde condiciones conduce conducta conferencia confianza conflicto " +
  "conforme conformidad confusion congreso conjunto conoce conocer conocida conocido conocimiento conquista " +
  "consciente consecuencia conseguir consejo conserva conservacion conservar considera considerado " +
  "consideran considerando considerar considerarse consigo consiguiente consiste consta constancia " +
  "constante constitucion constituido constituir constituye constituyen construccion constructor " +
  "constructora construir consulta consultar consumo contaba contacto contar contenido contesto contexto " +
  "contiene continente continua continuacion continuar continuidad continuo contra contrario contraste " +
  "contrato contribucion contribuir control convencion conveniencia conveniente convenio convento " +
  "conversacion convertido convertirse conviene convierte cooperacion coordinacion copia corazon cordoba " +
  "corona coronel corporacion corre correcto correo correr corresponda corresponde corresponden corriente " +
  "corta corte corto cosas cosecha costa costo costumbres cotizacion cotizame cotizar cotizarme crea " +
  "creacion creado creador crear creciente crecimiento credito cree creemos creer creo crimen criminal " +
  "crisis cristiana cristianos cristobal criterio critica critico cronica cruz cuadro cual cualidades " +
  "cualquier cualquiera cuando cuanta cuanto cuarenta cuarta cuartel cuarto cuatro cubrir cuello cuenca " +
  "cuenta cuentan cuento cuerpo cuesta cuestan cuestion cuidado culpa cultivo culto cultura cultural " +
  "cumplido cumplimiento cumplir cuota cura curso cuya cuyo daba daban dada dado dale dame dando dano dara " +
  "darle darse datos debajo debate debe debemos deben deber debera deberan deberia debia debian debida " +
  "debidamente debido debiendo debil debio debo decada decia decidio decime decir decirse decision declara " +
  "declaracion declarado declarar declaro decreto dedicado defender defensa deficit define definicion " +
  "definir definitiva deja dejado dejan dejando dejar dejo delante delegacion delito demanda demas " +
  "demasiado democracia democratica democratico demora demoran demostrado demostrar demuestra dentro " +
  "denuncia departamento depende dependencia deposito derecha derecho derrota desarrolla desarrollado " +
  "desarrollar desarrollo describe descripcion descubierto descubrir descuento desde desea desempeno deseo " +
  "desgracia despacho despues destaca destacar destinados destino destruccion detalles determina " +
  "determinada determinado determinar detras deuda diagnostico dialogo diario dias diccionario dice dicen " +
  "dicha dicho diciembre diciendo dictadura dictamen dieron diez diferencia diferentes dificil dificultades " +
  "difusion dignidad digno digo dije dijo dime dimension dinamica dinero dios dioses diputados direccion " +
  "directa directamente directo director dirige dirigentes dirigida dirigido dirigio disciplina disculpa " +
  "disculpe discurso discusion diseno disminucion dispone disponer disposicion dispuesto distancia " +
  "distincion distinguir distintas distintos distribucion distrito diversas diversidad diversos divina " +
  "divino division doble doce doctor doctrina documentos dolares dolor domicilio dominante domingo dominio " +
  "dona donde dosis drama duda duena dueno dulce duque dura duracion durante economia economica economico " +
  "ecuador edad edicion edificio editorial educacion educativa educativo efectiva efectivo efecto efectuar " +
  "eficacia eficaz eficiencia ejecucion ejecutivo ejemplares ejemplo ejercer ejercicio ejercito elaboracion " +
  "eleccion electoral electrica electricista elegido elegir elementos elevado ellas ellos embajador embargo " +
  "emilio empeno emperador empezo empieza empleados empleo empresa empresarios encargada encargado encima " +
  "encontraba encontrado encontramos encontrar encontro encuentra encuentran encuentro enemigo energia " +
  "enero enfermedad enfermo enfoque enorme ensayo ensenanza entender entendido entera enteramente entero " +
  "entidades entiende entonces entorno entra entrada entrar entre entrega entregan entrevista entro " +
  "entusiasmo enviado enviame enviar envio epoca equilibrio equipo equivalente eran eres error esas escala " +
  "escasa escena escenario esclavos escolar escribano escribe escribio escribir escribo escrita escrito " +
  "escritor escritura escuela esencia esencial esfera esfuerzo esos espacio espanol espanola especial " +
  "especie especifico espectaculo espejo espera esperaba esperanza esperar espesor espiritu espiritual " +
  "esposa esquema esta estaba estaban estabilidad establece establecer establecidas establecido establecio " +
  "estacion estadistica estado estamos estan estando estar estara estatal estatuto este esten estetica " +
  "estilo estima estos estoy estrategia estrecha estructura estudiante estudiar estudio estuvo etapa " +
  "etcetera etica europea europeos evaluacion evidencia evidente evitar evolucion exactamente exacto examen " +
  "examinar excelencia excelente excepcion excepto exceso exige exigencias existe existen existencia " +
  "existentes existia existir exito expansion expedicion expediente experiencia explica explicacion " +
  "explicar explotacion exportacion exposicion expresa expresado expresamente expresar expresion expuesto " +
  "extension exterior externa externo extranjera extranjeros extrano extremo fabrica fabricacion facil " +
  "facilidad facilitar facilmente factores factura facultad fallo falta fama familia familiar famoso fase " +
  "favor favorable febrero fecha federacion federal felicidad feliz fenomeno ferrocarril fiel fiesta figura " +
  "fija fijar filosofia final finalidad finalmente financiera financiero finca fines firma firmado firme " +
  "fiscal fisica fisico flores fomento fondo forma formacion formado formal forman formando formar formula " +
  "fortuna fracaso fraccion frances francesa franceses franco frase frecuencia frecuente frente frio " +
  "frontera frutos fuego fuente fuera fueran fuere fueron fuerte fuerza fuese fuesen funcion funcionarios " +
  "fundacion fundada fundamental fundamento futuro galpon ganado ganar garaje garantia garantizar gastos " +
  "generacion general generalmente genero genial genio gente geografia geografica gestion gesto global " +
  "gloria gobernacion gobernador gobierno golpe gracias grado gran grande grandeza grave gravedad gregorio " +
  "grosor grupo guarda guardia guatemala guerra guerrero guia gusto gutierrez habana haber haberse habia " +
  "habian habido habiendo habitacion habitantes habla hablan hablando hablar hablo habra habria hace " +
  "hacemos hacen hacer hacerlo hacerse hacia hacian hacienda haciendo haga hagan hago halla hallaba hallan " +
  "hambre hara hasta haya hayan hecha hecho hectareas hemos herencia hermana hermano hermosa hernandez " +
  "heroe herrera hicieron hidalgo hielo hierro hija hijos hipotesis historia historiador historica " +
  "historico hizo hogar hojas hola hombre homenaje honduras honor honorable horas horizonte hormigon " +
  "hospital hubiera hubieran hubiere hubiese hubo huelga humana humanidad humano humedad iban idea ideal " +
  "identidad ideologia idioma iglesias ignorancia igual igualdad igualmente ilustre imagen imaginacion " +
  "impacto impedir imperio implica impone imponer importa importacion importancia importante importe " +
  "imposible imprenta impresion impuesto impulso inciso inclusive incluso incluye incluyendo incremento " +
  "indias indica indicado indican indice indigenas indios individual individuos indole industria industrial " +
  "infancia infantil inferior inflacion influencia info informacion informe ingeniera ingeniero inglaterra " +
  "ingles inglesa ingleses ingresos inicia inicial iniciar iniciativa inicio inmediata inmediato inmensa " +
  "inscripcion inspeccion instalacion instalan instalar instancia instante institucion instituto " +
  "instruccion instrumentos integracion integral intelectual inteligencia intencion intensidad intento " +
  "intercambio interes interesa interesada interesado interesante intereses interior interna interno " +
  "intervencion introduccion inutil invasion inversion invierno isla italiano izquierda jaime jamas japon " +
  "jefe jesus jimenez jornada jovenes judicial judios juego jueves juez juicio julio junio junta junto " +
  "juridica juridico jurisdiccion justa justamente justicia justo juventud juzgado kilometros labios labor " +
  "laboral laboratorio lado ladrillo lago laguna larga largo latina leche lector lectura leer legal " +
  "legislacion legislativo leguas lejos lengua lenguaje leon letras leyes liberacion liberal libertad " +
  "libertador libre libro licencia licenciado lima limitaciones limitado limites linea lista listo " +
  "literaria literario literatura llama llamada llamado llamame llaman llamar llamo llega llegada llegado " +
  "llegan llegando llegar llegaron llego llena lleno lleva llevaba llevado llevan llevar llevo lluvia local " +
  "localidad logica logico logra logrado lograr logro longitud lorenzo luces lucha luego lugar luna lunes " +
  "madera madre maestro magnitud mail maiz majestad mala males malo manana manda mandado mandame mandan " +
  "mandar mandato mando manejo manera manifiesta manifiesto mano manta mantener mantiene manual mapa " +
  "maquina marca marcha marco margen mariano marido marina marques martes marzo masa materia material " +
  "matrimonio maxima maximo mayo mayor mayoria mecanismos media mediados mediante medica medicina medico " +
  "medida medina medio mejor mejoramiento mejorar memoria mencion mencionado menester menor menos mensaje " +
  "mental mente menudo mercado mercancias mercantil merced merece merito mesa meses meta metodo metro " +
  "mexicana mexicano mezcla miedo miembros mientras miercoles miles militar millones minas minerales minimo " +
  "ministerio ministro minutos mira mirada mirar miseria mision misma mismo misterio mitad mito modelo " +
  "moderna moderno modificacion modo molina momento monarquia moneda monetaria montanas monte monto moral " +
  "moreno morir mostrar motivo movimiento muchas mucho muerte muerto muestra muestran mujer multiples " +
  "multitud mundial mundo municipal municipio munoz murio museo musica musical nace nacido nacimiento nacio " +
  "nacion nacional nacionalidad nada nadie natural naturaleza naturalmente navegacion necesaria necesario " +
  "necesidad necesita necesitaba necesitamos necesitan necesitaria necesito negativa negociacion negocio " +
  "negra negro nicaragua nieve nina ningun ninguna ninguno ninos nivel noble noche nocion nombrado " +
  "nombramiento nombre normal normas norte nosotros nota notable notar noticia novecientos novela noventa " +
  "noviembre nucleo nuestra nuestro nueva nuevamente nueve nuevo nulidad numero numerosas numerosos nunca " +
  "obispo objetivo objeto obliga obligacion obligado obra obrera obreros observa observacion observar " +
  "obstaculos obstante obtener obtenido obtuvo obvio ocasion occidental occidente ochenta ocho octubre " +
  "ocupa ocupacion ocupado ocupar ocurre ocurrido ocurrio odio oeste oferta oficial oficina oficio ofrece " +
  "ofrecen ofrecer oido ojos okay okey olvidar olvido once opcion operaciones opinion oportunidad oposicion " +
  "oracion orden ordenamiento ordinario organica organismos organizacion organizar organo orientacion " +
  "oriental oriente origen original ortega ortiz otra otros paciente pacifico pacto padre pagar paginas " +
  "pago pags pais paisaje palabras palacio palma panama panorama papa papel para paraguay parcial parece " +
  "parecen parecer parecia parecido pared pareja parlamento parque parrafo parte participar particular " +
  "partida partido partir pasa pasado pasame pasan pasando pasar pasion paso patria patrimonio patron " +
  "pecado pecho pedido pedir peligro pena penal peninsula pensamiento pensar peor pequena pequeno " +
  "percepcion perder perdida perdido perdon perfecta perfecto perfil periodico periodista periodo perjuicio " +
  "permanente permiso permita permite permiten permitido permitio permitir pero personajes personal " +
  "personalidad personas perspectiva pertenece pertenecen peruano pesar pesca pese pesetas pesos peticion " +
  "petroleo pide pidio piedra piel piensa pienso pierde pies piezas pintado pintar pintor pintura piso " +
  "placer plan plancha plano planta plantea plata plaza plena plenamente pleno plomero poblacion pobres " +
  "pobreza pocas poco podemos poder poderoso podes podia podian podido podra podran podriamos podrian " +
  "podrias poema poesia poeta poetica policia politica politico polvo pone ponen poner ponerse popular " +
  "porcentaje porque portugal porvenir posee posesion posibilidad posible posicion positiva positivo " +
  "posterior postura potencia potencial practica practico precio precisa precisamente precision preciso " +
  "preferencia pregunta preguntar pregunto premio prensa preocupacion preparacion presencia presenta " +
  "presentacion presentado presentan presentar presente presento presidencia presidencial presidente " +
  "presion prestamos prestar prestigio presupuestar presupuesto pretende previa previamente previo " +
  "prevision previsto prima primaria primer primera primero principal principe principio prision privada " +
  "privado privilegio probable problema problematica procede procedentes proceder proceso procurador " +
  "produccion produce producen producido producir producto productores produjo profesion profesional " +
  "profesor profunda profundidad profundo programa progreso prologo promedio promocion promover pronto " +
  "propaganda propia propiamente propiedad propietarios propio propone proporcion proposicion proposito " +
  "propuesta propuesto proteccion protesta providencia provincia provincial proxima proximo proyecto prueba " +
  "psicologia publica publicacion publicada publicado publicidad publico pudiendo pudiera pudieran pudieron " +
  "pudo puebla pueblo pueda puedan puede pueden puedo puente puerta puerto pues puesta puesto punta punto " +
  "pura puramente puro puso queda quedaba quedado quedamos quedan quedando quedar quedaron quedo queremos " +
  "querer queria querido querria quien quiera quiere quieren quiero quimica quince quinto quisiera quiso " +
  "quito quiza racional radical radio raiz ramas ramirez ramos rango rapida rapidamente rapido rasgos raza " +
  "razon reaccion real realidad realiza realizacion realizada realizado realizan realizar realizo realmente " +
  "recibe recibido recibio recibir recien reciente reconoce reconocer reconocido recordar rector recuerda " +
  "recuerdo recuperacion recursos redaccion reduccion reducido reducir referencia referente referido " +
  "refiere refieren refleja reflexion reforma regimen region regional registro reglamento reglas regreso " +
  "regulacion regular reina reino relacion relacionados relativa relativo relato relieve religion religiosa " +
  "religioso remedio rendimiento renta renuncia representa representan representar reproduccion republica " +
  "requiere requisitos reserva residencia resistencia resistente resolucion resolver respectivas " +
  "respectivos respecto respeto responde responder respondio responsable respuesta resto resuelto resulta " +
  "resultado resultan resulto resumen retirar retiro reunion revela revision revista revolucion reyes rica " +
  "rico riego riesgo rigor rios riqueza ritmo rivera roca rojas rojo romano romero ropa rosa rosario rostro " +
  "ruiz rumbo rural rusia sabado sabe sabemos saben saber sabia sabido sacar sacerdote sacrificio sala " +
  "salamanca salarios sale salen salida salio salir salon salud saludos salvador salvar salvo sancion " +
  "sangre santa santander santo sarmiento satisfaccion satisfacer sean seccion secretaria secretario " +
  "secreto sector secundaria sede seguia seguida seguido seguir segun segunda segundo segura seguramente " +
  "seguridad seguro seis seleccion semana semejante seminario senado senador senal senala senalado senalar " +
  "seno senor senora sensacion sensibilidad sentencia sentia sentido sentimiento sentir separacion " +
  "septiembre sera seran seres seria serian serie serio servicio servido servir sesenta sesion setenta " +
  "setiembre sexo sexual sido siempre siendo siente sierra siete siglo significa significado signo sigue " +
  "siguen siguiendo siguiente siguio silencio silva simbolo similar simple simplemente sindical sindicatos " +
  "singular sino sintesis sintomas siquiera sirve sirven sistema sitio situacion situado soberania soberano " +
  "sobre social socialismo socialista sociedad socio sociologia sola solamente soldados soledad solicitud " +
  "solidaridad solo solucion sombra somos sostener sostiene stock sucede sucesion sucesos sueldo suele " +
  "suelen suelo sueno suerte suficiente sufrido sufrir sujeto suma sumamente superficie superior supo " +
  "supone suponer suprema supremo supuesto surge suspension suya suyo tabaco tabla talento tales talleres " +
  "tamano tambien tampoco tanta tanto tarde tarea tarjeta tasa teatro techado techo tecnica tecnico " +
  "tecnologia telefono television tema temor temperatura templo temporal tendencia tendra tendran tendria " +
  "tenemos tener tenes tenga tengan tengo tenia tenian tenido teniendo teniente tension teologia teoria " +
  "tercer tercera tercero termico termina terminado terminar terminos terreno terrible territorial " +
  "territorio tesis tesoro testamento testigos testimonio texto tiempo tiende tiene tienen tierra tipo " +
  "titular titulo toca todas todavia todo toledo toma tomado tomando tomar tomo toneladas tono tornillo " +
  "torno torre total totalidad totalmente trabaja trabajadores trabajar trabajo tradicion tradicional " +
  "traduccion trae trafico transferencia transicion transito transporte tras trata trataba tratado " +
  "tratamiento tratando tratar trate trato traves treinta tres tribunal trigo triste triunfo tropas tuve " +
  "tuvieron tuvo ultima ultimo unas unica unicamente unico unidad unidas unido union universal universidad " +
  "universo unos urbana urbano usar usos usted util utilidad utiliza utilizacion utilizado utilizar vacio " +
  "vado vale valen validez valle valor vamos vapor vargas variables variaciones varias variedad varios " +
  "varones vaya vease veces vecino vega veia veinte velocidad vemos vende vendedor vendedora venden vender " +
  "vendo venia venido venir venta ventajas ventana verano verdad verdadera verdadero verde veremos verse " +
  "version versos verte viaje vias vicente victimas victoria vida vieja viejo viendo viene vienen viento " +
  "viernes vieron vigencia vigente vigilancia vigor villa vino violencia virgen virrey virtud vision visita " +
  "vista visto vital viva vive viven vivienda vivir vivo vocacion voces volumen voluntad volver volvio voto " +
  "vuelta vuelto vuelve vuestra york zaragoza zona";
