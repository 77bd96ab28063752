// What the server wrote about its demo when it started: var/demo.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Identifier {
  system: string;
  value: string;
}

export interface Patient {
  label: string;
  activation_code: string;
  birth_date: string;
  identifiers: Identifier[];
  uses: number;
  conflicts: number;
}

export interface Staff {
  label: string;
  role: 'support' | 'registrar' | 'administrator';
  activation_code: string;
}

export interface Holder {
  label: string;
  institution_number: string | null;
  client_id: string;
  kid: string;
  alg: string;
  private_key_pem: string;
  operator_activation_code: string | null;
}

export interface Study {
  id: string;
  title: string;
  purposes: string[];
  commercial: boolean;
}

export interface Demo {
  base_url: string;
  patients: Patient[];
  staff: Staff[];
  holders: Holder[];
  studies: Study[];
}

export const readDemo = (folder: string): Demo => JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'));

/** A number that belongs to the person wherever they go, so that any hospital may ask about it. */
export const insuredNumber = (patient: Patient) => patient.identifiers.find(({ system }) => system.endsWith('JP_Insurance_memberID'))!;

/** Nothing is special about most people: they have said nothing yet. */
export const isPlain = (patient: Patient) => patient.label.includes('refused nothing');

/** Somebody whose clinician thinks that a use should not be shown in full. */
export const isUndisclosed = (patient: Patient) => patient.label.includes('cannot be shown in full');

export const hasConflict = (patient: Patient) => patient.conflicts > 0;
