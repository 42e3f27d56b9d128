package dev.backlot.store.sqlite;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.store.Commit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Writes what steps have brought: files, where they come from, and results to find again. */
final class ResultRows implements AutoCloseable {
  private final PreparedStatement insertAsset;
  private final PreparedStatement insertLineage;
  private final PreparedStatement insertMemo;

  ResultRows(Connection connection) throws SQLException {
    insertAsset =
        connection.prepareStatement(
            "INSERT INTO"
                + " asset(tenant,sha256,media_type,bytes,width,height,name,creator,created_at)"
                + " VALUES(?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING");
    insertLineage =
        connection.prepareStatement(
            "INSERT INTO lineage(tenant,asset,source,batch,item,step,creator)"
                + " VALUES(?,?,?,?,?,?,'engine') ON CONFLICT DO NOTHING");
    insertMemo =
        connection.prepareStatement(
            "INSERT INTO memo(tenant,key,outputs,batch,item,step,created_at,parts,place,creator)"
                + " VALUES(?,?,?,?,?,?,?,?,?,'engine') ON CONFLICT(tenant,key) DO UPDATE SET"
                + " outputs=excluded.outputs,batch=excluded.batch,"
                + "item=excluded.item,step=excluded.step,created_at=excluded.created_at,"
                + "parts=excluded.parts,place=excluded.place");
  }

  void write(Commit group) throws SQLException {
    writeAssets(group.assets);
    writeLineage(group.lineage);
    writeMemos(group.memos);
  }

  private void writeAssets(List<Commit.NewAsset> assets) throws SQLException {
    for (var added : assets) {
      Asset asset = added.asset();
      Sql.bind(
          insertAsset,
          added.caller().tenant().value(),
          asset.id().sha256(),
          asset.mediaType(),
          asset.bytes(),
          asset.width(),
          asset.height(),
          asset.name(),
          added.caller().user(),
          added.at().toEpochMilli());
      insertAsset.addBatch();
    }
    Sql.executeIfAny(insertAsset, assets);
  }

  private void writeLineage(List<Commit.Lineage> lineage) throws SQLException {
    for (var line : lineage) {
      var sources =
          line.inputs().isEmpty()
              ? List.of("")
              : line.inputs().stream().map(id -> id.sha256()).toList();
      for (var source : sources) {
        Sql.bind(
            insertLineage,
            line.tenant().value(),
            line.output().sha256(),
            source,
            line.run().batch().number(),
            line.run().item(),
            line.step().toString());
        insertLineage.addBatch();
      }
    }
    Sql.executeIfAny(insertLineage, lineage);
  }

  private void writeMemos(List<Commit.NewMemo> memos) throws SQLException {
    for (var memo : memos) {
      Sql.bind(
          insertMemo,
          memo.tenant().value(),
          memo.key().sha256(),
          ValueJson.text(memo.outputs()),
          memo.run().batch().number(),
          memo.run().item(),
          memo.step().toString(),
          memo.at().toEpochMilli(),
          parts(memo),
          memo.place());
      insertMemo.addBatch();
    }
    Sql.executeIfAny(insertMemo, memos);
  }

  private static String parts(Commit.NewMemo memo) {
    var parts = Json.object();
    memo.parts().forEach(parts::put);
    return Json.text(parts);
  }

  @Override
  public void close() throws SQLException {
    insertAsset.close();
    insertLineage.close();
    insertMemo.close();
  }
}
