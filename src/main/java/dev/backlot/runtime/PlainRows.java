package dev.backlot.runtime;

import dev.backlot.store.Acknowledgement;
import dev.backlot.store.Commit;
import java.time.Instant;

/** The rows of submissions on which nobody has to decide. */
final class PlainRows {
  private PlainRows() {}

  static void add(Submission.OfRows submission, Commit rows, Instant now) {
    switch (submission) {
      case Submission.SaveAsset(var caller, var asset) ->
          rows.assets.add(new Commit.NewAsset(caller, asset, now));
      case Submission.SaveWebhook(var webhook, var delivery) ->
          rows.webhooks.add(new Commit.WebhookSaved(webhook, delivery, Webhooks.DELIVERIES_KEPT));
      case Submission.DropWebhook(var id) -> rows.webhooksDeleted.add(id);
      case Submission.SaveBulkAction(var action) ->
          rows.bulkActions.add(new Commit.BulkActionSaved(action, BulkActions.KEPT));
      case Submission.SaveLooks(var looks) -> rows.looks.addAll(looks);
      case Submission.BlobsSwept(var blobs) -> rows.blobsSwept.addAll(blobs);
      case Submission.ForgetAsset(var tenant, var batch, var asset) ->
          rows.assetsForgotten.add(new Commit.AssetForgotten(tenant, batch, asset, now));
      case Submission.Acknowledge(var caller, var batch, var failed, var note) ->
          rows.acknowledged.add(
              new Commit.Acknowledged(
                  batch,
                  note.map(text -> new Acknowledgement(caller.user(), now, text, failed)),
                  now));
      case Submission.SaveDocument(var document) -> rows.documents.add(document);
      case Submission.KeepAnswer(var claim, var answer) ->
          rows.keysAnswered.add(claim.answered(answer));
      case Submission.ForgetMemos(var which) -> rows.memosForgotten.add(which);
      case Submission.SaveWorkflow(var caller, var workflow) ->
          rows.workflows.add(new Commit.NewWorkflow(caller, workflow));
    }
  }
}
