// What holds a person's passkeys: Chromium's virtual authenticator, on one page.
import type { CDPSession, Page } from '@playwright/test';

/** What an authenticator that cannot be trusted does to its answers. */
export interface Fault {
  isBogusSignature?: boolean;
  isBadUV?: boolean;
  isBadUP?: boolean;
}

export class Authenticator {
  private constructor(
    private readonly cdp: CDPSession,
    private id: string,
  ) {}

  static async on(page: Page): Promise<Authenticator> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    return new Authenticator(cdp, await add(cdp));
  }

  /** Another phone lies on the table, and the one before is gone with its passkeys. */
  async replace(): Promise<void> {
    await this.cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.id });
    this.id = await add(this.cdp);
  }

  /** The same passkeys on a second device, as a cloud account brings them there. */
  async copyTo(other: Authenticator): Promise<void> {
    for (const credential of await this.passkeys()) {
      await other.cdp.send('WebAuthn.addCredential', { authenticatorId: other.id, credential });
    }
  }

  async fault(fault: Fault): Promise<void> {
    await this.cdp.send('WebAuthn.setResponseOverrideBits', { authenticatorId: this.id, ...fault });
  }

  async passkeys() {
    return (await this.cdp.send('WebAuthn.getCredentials', { authenticatorId: this.id })).credentials;
  }
}

async function add(cdp: CDPSession): Promise<string> {
  const added = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return added.authenticatorId;
}
