/**
 * The peer of the benchmarks: Microsoft's echo bot (botbuilder-samples, 02.echo-bot) with what it is made of, botbuilder's
 * own CloudAdapter and restify, and with all of botbuilder's checks of the token. Plain JavaScript, as it is deployed.
 * Only where it gets keys and token is set: from a channel on loopback.
 */
import { ConfidentialClientApplication } from '@azure/msal-node';
import {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  MessageFactory,
} from 'botbuilder';
import { MsalServiceClientCredentialsFactory } from 'botframework-connector';
import restify from 'restify';
import { clientOf } from './login.mjs';

const { env } = process;

class EchoBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const replyText = `Echo: ${context.activity.text}`;
      await context.sendActivity(MessageFactory.text(replyText, replyText));
      await next();
    });
  }
}

// One of the cloud's settings given, all must be: the others have no default then.
const authentication = new ConfigurationBotFrameworkAuthentication(
  {
    ValidateAuthority: true,
    ToChannelFromBotLoginUrl: env.CHANNEL_LOGIN_URL,
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: env.CHANNEL_TOKEN_ISSUER,
    OAuthUrl: 'https://api.botframework.com',
    ToBotFromChannelOpenIdMetadataUrl: env.CHANNEL_OPENID_METADATA_URL,
    ToBotFromEmulatorOpenIdMetadataUrl: env.CHANNEL_OPENID_METADATA_URL,
    CallerId: 'urn:botframework:azure',
  },
  new MsalServiceClientCredentialsFactory(
    env.MicrosoftAppId,
    new ConfidentialClientApplication(clientOf(env)),
  ),
);
const adapter = new CloudAdapter(authentication);
adapter.onTurnError = async (_context, error) => {
  process.stderr.write(`${error.stack}\n`);
};
const bot = new EchoBot();

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process(request, response, (context) => bot.run(context));
});
server.listen(Number(env.PORT), '127.0.0.1', () => {
  process.stdout.write(`echo listening on http://127.0.0.1:${server.address().port}\n`);
});
