/** Every check, in the order in which they are told. */

import type { Check } from "./check.ts";
import { apiAnswers } from "./checks/ard101_api_answers.ts";
import { mayLook } from "./checks/ard102_may_look.ts";
import { resourceServed } from "./checks/ard103_resource_served.ts";
import { clock } from "./checks/ard104_clock.ts";
import { kubernetesVersion } from "./checks/ard105_kubernetes_version.ts";
import { onePlugin } from "./checks/ard201_one_plugin.ts";
import { completion } from "./checks/ard202_completion.ts";
import { oneContext } from "./checks/ard203_one_context.ts";
import { controllerReady } from "./checks/ard301_controller_ready.ts";
import { kubeappsVersion } from "./checks/ard302_kubeapps_version.ts";
import { controllerArguments } from "./checks/ard303_controller_arguments.ts";
import { controllerRestarts } from "./checks/ard304_controller_restarts.ts";
import { images } from "./checks/ard305_images.ts";
import { database } from "./checks/ard306_database.ts";
import { ociCatalog } from "./checks/ard307_oci_catalog.ts";
import { oneKubeapps } from "./checks/ard308_one_kubeapps.ts";
import { podsAdmitted } from "./checks/ard309_pods_admitted.ts";
import { wasSynced } from "./checks/ard401_was_synced.ts";
import { lastSync } from "./checks/ard402_last_sync.ts";
import { recentSuccess } from "./checks/ard403_recent_success.ts";
import { endsInTime } from "./checks/ard404_ends_in_time.ts";
import { runningWell } from "./checks/ard405_running_well.ts";
import { scheduled } from "./checks/ard406_scheduled.ts";
import { nameFits } from "./checks/ard407_name_fits.ts";
import { namesApart } from "./checks/ard408_names_apart.ts";
import { secretsThere } from "./checks/ard409_secrets_there.ts";
import { trusted } from "./checks/ard410_trusted.ts";
import { url } from "./checks/ard411_url.ts";
import { filter } from "./checks/ard412_filter.ts";
import { wholeSync } from "./checks/ard413_whole_sync.ts";
import { deletionEnds } from "./checks/ard416_deletion_ends.ts";
import { counter } from "./checks/ard417_counter.ts";
import { mayRefreshCheck } from "./checks/ard501_may_refresh.ts";
import { accountMay } from "./checks/ard502_account_may.ts";
import { receiverReady } from "./checks/ard601_receiver_ready.ts";
import { wayIn } from "./checks/ard602_way_in.ts";
import { certificate } from "./checks/ard603_certificate.ts";
import { oneToken } from "./checks/ard604_one_token.ts";
import { locked } from "./checks/ard605_locked.ts";
import { noMoreRights } from "./checks/ard606_no_more_rights.ts";
import { asksForToken } from "./checks/ard607_asks_for_token.ts";
import { hooksLent } from "./checks/ard608_hooks_lent.ts";
import { hooksWhole } from "./checks/ard609_hooks_whole.ts";
import { noStrayRights } from "./checks/ard610_no_stray_rights.ts";
import { sends } from "./checks/ard701_sends.ts";
import { harborWebhook } from "./checks/ard702_webhook.ts";
import { lastDelivery } from "./checks/ard703_last_delivery.ts";
import { ownProject } from "./checks/ard704_own_project.ts";
import { oneWebhook } from "./checks/ard705_one_webhook.ts";

export const allChecks: readonly Check[] = [
  apiAnswers,
  mayLook,
  resourceServed,
  clock,
  kubernetesVersion,
  onePlugin,
  completion,
  oneContext,
  controllerReady,
  kubeappsVersion,
  controllerArguments,
  controllerRestarts,
  images,
  database,
  ociCatalog,
  oneKubeapps,
  podsAdmitted,
  wasSynced,
  lastSync,
  recentSuccess,
  endsInTime,
  runningWell,
  scheduled,
  nameFits,
  namesApart,
  secretsThere,
  trusted,
  url,
  filter,
  wholeSync,
  deletionEnds,
  counter,
  mayRefreshCheck,
  accountMay,
  receiverReady,
  wayIn,
  certificate,
  oneToken,
  locked,
  noMoreRights,
  asksForToken,
  hooksLent,
  hooksWhole,
  noStrayRights,
  sends,
  harborWebhook,
  lastDelivery,
  ownProject,
  oneWebhook,
];
