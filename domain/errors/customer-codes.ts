/** What a caller of customers' records can meet (chapter 4). */
import type { ErrorCodeEntry } from './codes.ts';

export const customerCodes = {
  'C-04.journeys-open': {
    status: 409,
    title: { fr: 'Données encore utiles', en: 'Data still needed' },
    detail: { fr: 'Des parcours ou des services en cours ont encore besoin de ces données : {subjects}. Effacez-les quand ils seront terminés.', en: 'Journeys or services under way still need this data: {subjects}. Erase it when they have ended.' },
  },
  'C-09.merged-elsewhere': {
    status: 409,
    title: { fr: 'Fiche déjà fusionnée', en: 'Record merged already' },
    detail: { fr: 'La fiche « {id} » est fusionnée dans « {survivor} » ; c’est elle qui compte.', en: 'The record “{id}” is merged into “{survivor}”, which is the one that counts.' },
  },
  'C-01.unknown-centre': {
    status: 422,
    title: { fr: 'Centre inconnu', en: 'Unknown centre' },
    detail: { fr: 'Il n’y a pas de centre « {centre} ».', en: 'There is no centre “{centre}”.' },
  },
  'C-01.unknown-contact': {
    status: 422,
    title: { fr: 'Contact inconnu', en: 'Unknown contact' },
    detail: { fr: 'Le client n’a pas de contact « {contactId} ».', en: 'The customer has no contact “{contactId}”.' },
  },
  'C-02.unknown-reason': {
    status: 422,
    title: { fr: 'Motif de contact inconnu', en: 'Unknown reason of contact' },
    detail: { fr: 'Il n’y a pas de motif « {reason} ». Les motifs sont : {reasons}.', en: 'There is no reason “{reason}”. The reasons are: {reasons}.' },
  },
  'C-02.unknown-service': {
    status: 422,
    title: { fr: 'Service inconnu du client', en: 'No service of the customer' },
    detail: { fr: 'Le client n’a pas de service « {rds} » en cours.', en: 'The customer has no running service “{rds}”.' },
  },
  'C-09.likely-duplicates': {
    status: 422,
    title: { fr: 'Client probablement déjà connu', en: 'Customer probably known already' },
    detail: { fr: 'Fiches qui lui ressemblent : {customers}. Prenez l’une d’elles, ou renvoyez la demande avec « confirmedNew » si c’est un autre client.', en: 'Records that look like it: {customers}. Take one of them, or send the request again with “confirmedNew” if it is another customer.' },
  },
  'C-09.siret-of-another': {
    status: 422,
    title: { fr: 'SIRET d’une autre entreprise', en: 'SIRET of another company' },
    detail: { fr: 'Le SIRET « {siret} » ne commence pas par le SIREN « {siren} ».', en: 'The SIRET “{siret}” does not begin with the SIREN “{siren}”.' },
  },
  'C-09.same-record': {
    status: 422,
    title: { fr: 'Une seule fiche', en: 'One and the same record' },
    detail: { fr: 'Une fiche ne se fusionne pas avec elle-même.', en: 'A record is not merged with itself.' },
  },
  'C-09.other-company': {
    status: 422,
    title: { fr: 'Entreprises différentes', en: 'Different companies' },
    detail: { fr: 'Les SIREN diffèrent (« {siren} » et « {otherSiren} ») : ce sont deux clients. Corrigez d’abord celui qui est faux.', en: 'The SIREN differ (“{siren}” and “{otherSiren}”): these are two customers. Correct first the one that is wrong.' },
  },
} as const satisfies Record<string, ErrorCodeEntry>;
