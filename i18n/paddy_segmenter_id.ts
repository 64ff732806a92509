<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="id" sourcelanguage="en">
    <context>
        <name>PaddySegmenter</name>
        <message>
            <location filename="../paddy_segmenter/plugin.py" />
            <source>Train a model...</source>
            <translation>Latih model...</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/create_practice_scene.py" />
            <source>Create practice scene</source>
            <translation>Buat pemandangan latihan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/create_practice_scene.py" />
            <source>Scene</source>
            <translation>Citra latihan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/create_practice_scene.py" />
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <location filename="../paddy_segmenter/gui/panels_view.py" />
            <source>Labels</source>
            <translation>Label</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/create_practice_scene.py" />
            <source>Label raster</source>
            <translation>Raster label</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/create_practice_scene.py" />
            <source>synthetic,example,demo,tutorial,satellite image,labels</source>
            <translation>sintetis,contoh,demo,tutorial,citra satelit,label,synthetic,example,satellite image,labels</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/describe_model.py" />
            <source>Describe model</source>
            <translation>Jelaskan model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/describe_model.py" />
            <location filename="../paddy_segmenter/algorithms/segment_raster.py" />
            <location filename="../paddy_segmenter/algorithms/segment_rasters.py" />
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <source>Model file</source>
            <translation>Berkas model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/describe_model.py" />
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Backbone</source>
            <translation>Backbone</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/describe_model.py" />
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Ground sample distance (metres)</source>
            <translation>Resolusi spasial (meter)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/describe_model.py" />
            <source>Accuracy on ground kept out of the training</source>
            <translation>Akurasi pada lahan yang disisihkan dari pelatihan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/describe_model.py" />
            <source>Mean IoU on ground kept out of the training</source>
            <translation>IoU rata-rata pada lahan yang disisihkan dari pelatihan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/describe_model.py" />
            <source>Names of the bands (JSON)</source>
            <translation>Nama kanal (JSON)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/describe_model.py" />
            <source>Values, names and colours of the classes (JSON)</source>
            <translation>Nilai, nama, dan warna kelas (JSON)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/describe_model.py" />
            <source>Record of the training (JSON)</source>
            <translation>Catatan pelatihan (JSON)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/describe_model.py" />
            <location filename="../paddy_segmenter/algorithms/segment_raster.py" />
            <location filename="../paddy_segmenter/algorithms/segment_rasters.py" />
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <source>Model (*.safetensors)</source>
            <translation>Model (*.safetensors)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/describe_model.py" />
            <source>model card,metadata,accuracy,classes,safetensors</source>
            <translation>kartu model,metadata,akurasi,kelas,safetensors,model card,accuracy,classes</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/endings.py" />
            <source>cancelled: %1</source>
            <translation>dibatalkan: %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/endings.py" />
            <source>run it again with the same parameters, and it goes on</source>
            <translation>jalankan lagi dengan parameter yang sama, dan pekerjaan itu berlanjut</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/endings.py" />
            <source>run it again</source>
            <translation>jalankan lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/entered_checks.py" />
            <source>%1 is no parameter of %2: choose one of %3</source>
            <translation>%1 bukan parameter %2: pilih salah satu dari %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/entered_checks.py" />
            <source>%1 is no parameter of %2: use %3</source>
            <translation>%1 bukan parameter %2: gunakan %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/entered_checks.py" />
            <source>%1 cannot be %2: %3</source>
            <translation>%1 tidak boleh %2: %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/entered_checks.py" />
            <source>%1 is missing: %2</source>
            <translation>%1 belum diisi: %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/explanation.py" />
            <source>Example:</source>
            <translation>Contoh:</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/explanation.py" />
            <source>Documentation:</source>
            <translation>Dokumentasi:</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/explanation.py" />
            <source>Documentation</source>
            <translation>Dokumentasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/explanation.py" />
            <source>Example</source>
            <translation>Contoh</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/explanation.py" />
            <source>Parameters</source>
            <translation>Parameter</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/explanation.py" />
            <source>Outputs</source>
            <translation>Keluaran</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/explanation.py" />
            <source>Advanced parameters</source>
            <translation>Parameter lanjutan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/export_place.py" />
            <source>%1 stays, the same job goes on with it: delete it if it is not run again</source>
            <translation>%1 dibiarkan, pekerjaan yang sama akan melanjutkan dengannya: hapus bila tidak dijalankan lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/feedback_listener.py" />
            <location filename="../setup/told_sentences.py" />
            <source>%1 s</source>
            <translation>%1 dtk</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/feedback_listener.py" />
            <location filename="../setup/told_sentences.py" />
            <source>%1 h %2 min</source>
            <translation>%1 jam %2 mnt</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/feedback_listener.py" />
            <location filename="../setup/told_sentences.py" />
            <source>%1 min</source>
            <translation>%1 mnt</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/feedback_listener.py" />
            <source>loss</source>
            <translation>loss</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/feedback_listener.py" />
            <source>validation accuracy</source>
            <translation>akurasi validasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/feedback_listener.py" />
            <source>validation miou</source>
            <translation>mIoU validasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/feedback_listener.py" />
            <source>learning rate</source>
            <translation>laju pembelajaran</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/feedback_listener.py" />
            <source>output stride</source>
            <translation>output stride</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/feedback_listener.py" />
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>%1 left</source>
            <translation>sisa %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/feedback_listener.py" />
            <location filename="../paddy_segmenter/gui/curves.py" />
            <source>epoch %1: %2</source>
            <translation>epoch %1: %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>a part of it failed, see the log: run it again to make what is missing</source>
            <translation>sebagian gagal, lihat log: jalankan lagi untuk membuat yang kurang</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>rice,paddy,padi,sawah,land cover,landcover,land use,deep learning,machine learning,CNN,segmentation,classify,predict</source>
            <translation>padi,sawah,tutupan lahan,penutup lahan,penggunaan lahan,segmentasi,klasifikasi,prediksi,pembelajaran mendalam,pembelajaran mesin,rice,paddy,land cover,landcover,land use,deep learning,machine learning,CNN,segmentation,classify,predict</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>Draws a synthetic satellite image of a paddy landscape together with its labels.</source>
            <translation>Menggambar citra satelit sintetis dari bentang lahan sawah beserta labelnya.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>It is something to train and to map on within minutes. The same seed gives the same landscape.</source>
            <translation>Dengan itu pelatihan dan pemetaan dapat dicoba dalam hitungan menit. Seed yang sama menghasilkan bentang lahan yang sama.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>Tells what a model file expects and how good it was.</source>
            <translation>Menerangkan apa yang diharapkan sebuah berkas model dan seberapa baik hasilnya.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>That is its bands, ground sample distance and classes, how it was trained, and the accuracy measured on ground it had not seen.</source>
            <translation>Yaitu kanal, resolusi spasial, dan kelasnya, cara melatihnya, serta akurasi yang diukur pada lahan yang belum pernah dilihatnya.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>Maps the classes of a trained model over a raster of any size.</source>
            <translation>Memetakan kelas dari model terlatih pada raster berukuran apa pun.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>The class raster carries names and colours. On request there are also the confidence, the probabilities of all classes, and polygons with area and mean confidence. A run that was broken off continues when it is started again with the same parameters.</source>
            <translation>Raster kelas memuat nama dan warna. Bila diminta, tersedia juga keyakinan, probabilitas semua kelas, dan poligon dengan luas serta keyakinan rata-rata. Proses yang terputus akan berlanjut bila dijalankan lagi dengan parameter yang sama.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>Maps the classes of a trained model over many rasters, or over all rasters of a folder, one after the other.</source>
            <translation>Memetakan kelas dari model terlatih pada banyak raster, atau pada semua raster di sebuah folder, satu demi satu.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>The model is loaded once. A raster that cannot be mapped is told, and the others go on. A run that was broken off continues when it is started again with the same parameters.</source>
            <translation>Model dimuat satu kali saja. Raster yang tidak dapat dipetakan dilaporkan, dan yang lain tetap diteruskan. Proses yang terputus akan berlanjut bila dijalankan lagi dengan parameter yang sama.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>Learns land cover from rasters and labels and writes a model file.</source>
            <translation>Mempelajari tutupan lahan dari raster dan label, lalu menulis berkas model.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>Labels are polygons or class rasters. The network is DeepLabV3 on a ResNet. Part of the labelled ground is kept out of the training; the accuracy is measured on it.</source>
            <translation>Label berupa poligon atau raster kelas. Jaringannya adalah DeepLabV3 di atas ResNet. Sebagian lahan berlabel disisihkan dari pelatihan; akurasi diukur di sana.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>Try</source>
            <translation>Coba</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>Train</source>
            <translation>Latih</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <source>Map</source>
            <translation>Petakan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/job_algorithm.py" />
            <location filename="../paddy_segmenter/gui/training_task.py" />
            <source>the job was ended from outside: run it again</source>
            <translation>pekerjaan dihentikan dari luar: jalankan lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/layer_files.py" />
            <source>layer %1 is used as an earlier run exported it: delete %2 to have it exported anew</source>
            <translation>layer %1 dipakai sebagaimana diekspor pada proses sebelumnya: hapus %2 agar diekspor ulang</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/layer_files.py" />
            <source>layer %1 is used as QGIS shows it: written to %2</source>
            <translation>layer %1 dipakai sebagaimana ditampilkan QGIS: ditulis ke %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/layer_files.py" />
            <source>raster %1 has other nodata values in QGIS than in its file, and those of the file count: save it with yours</source>
            <translation>raster %1 memiliki nilai nodata lain di QGIS daripada di berkasnya, dan yang berlaku adalah yang di berkas: simpan raster itu dengan nilai Anda</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>raster to create: 4 bands (blue, green, red, near infrared), uint16</source>
            <translation>raster yang dibuat: 4 kanal (biru, hijau, merah, inframerah dekat), uint16</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>polygon layer to create (GeoPackage), with the fields class and name</source>
            <translation>layer poligon yang dibuat (GeoPackage), dengan field class dan name</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>class raster to create, on the grid of the scene</source>
            <translation>raster kelas yang dibuat, pada grid citra latihan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>width of the scene in pixels</source>
            <translation>lebar citra latihan dalam piksel</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>height of the scene in pixels</source>
            <translation>tinggi citra latihan dalam piksel</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>ground sample distance in metres; 1.5 is a pan-sharpened SPOT-6 image</source>
            <translation>resolusi spasial dalam meter; 1.5 setara dengan citra SPOT-6 pan-sharpened</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>number that the landscape grows from: same seed, same landscape</source>
            <translation>bilangan asal bentang lahan: seed sama, bentang lahan sama</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>model file (.safetensors)</source>
            <translation>berkas model (.safetensors)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>raster to segment</source>
            <translation>raster yang disegmentasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>model file (.safetensors) from a training</source>
            <translation>berkas model (.safetensors) hasil pelatihan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>class raster to create (GeoTIFF)</source>
            <translation>raster kelas yang dibuat (GeoTIFF)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>raster of the confidence to create, 0 to 100 percent</source>
            <translation>raster keyakinan yang dibuat, 0 sampai 100 persen</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>raster of the probabilities to create, a band for each class</source>
            <translation>raster probabilitas yang dibuat, satu kanal untuk setiap kelas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>polygon layer of the classes to create (GeoPackage), with area and mean confidence</source>
            <translation>layer poligon kelas yang dibuat (GeoPackage), dengan luas dan keyakinan rata-rata</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>how probabilities are written: uint8 (0 to 100 percent) or float32 (0 to 1)</source>
            <translation>cara menulis probabilitas: uint8 (0 sampai 100 persen) atau float32 (0 sampai 1)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>minimum mapping unit of the polygons in hectares: smaller patches go to their largest neighbour; 0: none</source>
            <translation>satuan pemetaan terkecil untuk poligon, dalam hektare: bidang yang lebih kecil digabungkan ke tetangganya yang terbesar; 0: tidak ada</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>simplification of the polygons, in units of the raster's CRS: borders lose details of an area up to its square; 0: none</source>
            <translation>penyederhanaan poligon, dalam satuan CRS raster: batas kehilangan rincian yang luasnya sampai kuadrat nilai ini; 0: tidak ada</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>bands in the order of the model's, counted from 1; empty: by the model's band names, else the first ones</source>
            <translation>kanal dalam urutan kanal model, dihitung dari 1; kosong: menurut nama kanal model, bila tidak ada, kanal-kanal pertama</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>ground to map: a polygon layer, or an extent as left,right,bottom,top [EPSG:4326]; empty: the whole raster</source>
            <translation>lahan yang dipetakan: layer poligon, atau luasan berupa kiri,kanan,bawah,atas [EPSG:4326]; kosong: seluruh raster</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>a pixel has no data where all of its bands have none, or where any has none</source>
            <translation>piksel dianggap tanpa data bila semua kanalnya kosong (all), atau bila salah satunya kosong (any)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <location filename="../paddy_segmenter/jobs/missing.py" />
            <source>what to do with a value that looks like missing data though the raster does not declare it: far from all others and in whole patches, such as -9999</source>
            <translation>perlakuan terhadap nilai yang tampaknya data kosong walaupun raster tidak menyatakannya: jauh dari semua nilai lain dan memenuhi bidang-bidang utuh, misalnya -9999</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>grid of the maps where the raster is resampled to the model's ground sample distance: the raster's or the model's</source>
            <translation>grid peta bila raster di-resample ke resolusi spasial model: grid raster (raster) atau grid model (model)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>what to do with a raster whose values are in other units than those that the model learnt from</source>
            <translation>perlakuan terhadap raster yang nilainya dalam satuan lain daripada yang dipelajari model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>side of the tiles in pixels; 0: about 768, or the model's chip where that is larger, or below 256</source>
            <translation>sisi ubin dalam piksel; 0: sekitar 768, atau sebesar potongan model bila potongan itu lebih besar, atau di bawah 256</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>pixels that neighbouring tiles share; 0: a quarter of the tile, from 768 on an eighth, a fifth at output stride 16</source>
            <translation>piksel yang tumpang tindih antara ubin bertetangga; 0: seperempat ubin, mulai 768 seperdelapan, seperlima pada output stride 16</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>test-time augmentation: over how many orientations of each tile the probabilities are averaged; 4 are mirrored, 8 also turned, and it takes as many times as long</source>
            <translation>augmentasi saat pemetaan: jumlah orientasi setiap ubin yang probabilitasnya dirata-ratakan; 4 dicerminkan, 8 juga diputar, dan waktunya berlipat sebanyak itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>tiles per step; 0: found by a short measurement</source>
            <translation>ubin per langkah; 0: dicari dengan pengukuran singkat</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>where the network runs</source>
            <translation>tempat jaringan dijalankan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>arithmetic of the network; auto: bfloat16 where the processor or GPU is faster in it</source>
            <translation>aritmetika jaringan; auto: bfloat16 bila prosesor atau GPU lebih cepat dengannya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>what computes the network; auto: OpenVINO for large rasters where it is installed and the network runs on the processor, else torch</source>
            <translation>mesin yang menghitung jaringan; auto: OpenVINO untuk raster besar bila terpasang dan jaringan berjalan di prosesor, selain itu torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>folder for the maps: NAME.tif, NAME_confidence.tif, NAME_probabilities.tif, NAME_polygons.gpkg</source>
            <translation>folder untuk peta: NAME.tif, NAME_confidence.tif, NAME_probabilities.tif, NAME_polygons.gpkg</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>rasters to segment</source>
            <translation>raster-raster yang disegmentasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>folder whose GeoTIFFs, JPEG 2000 files and virtual rasters are segmented too</source>
            <translation>folder yang berkas GeoTIFF, JPEG 2000, dan raster virtualnya ikut disegmentasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>what is made of each raster beside its classes</source>
            <translation>yang dibuat dari setiap raster selain kelasnya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>rasters to learn from, all with the same bands</source>
            <translation>raster untuk dipelajari, semuanya dengan kanal yang sama</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>one polygon layer or class raster for all rasters, or one for each raster in the same order</source>
            <translation>satu layer poligon atau raster kelas untuk semua raster, atau satu untuk setiap raster dengan urutan yang sama</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>model file to create (.safetensors)</source>
            <translation>berkas model yang dibuat (.safetensors)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>options that belong together: recommended, or study, which trains as the study did that this plugin grew out of (Heryadi et al., SPOT-6): chips of 256 pixels at output stride 8 with atrous rates 12, 24 and 36, turned but not mirrored; a random split, which flatters the figures; Adam with weight decay on plain cross-entropy, at a constant learning rate. It is there to compare with: recommended makes better models. Learning rate and weight decay are 1e-4, epochs, patience and batch the usual ones, because the study names none. The training dialog shows the preset's values when it is chosen, and what is changed then is kept. Elsewhere options that are not given take the preset's value: in a terminal, with qgis_process and in scripts those that are not named, in batches and models, which name all, those at their default</source>
            <translation>sekumpulan opsi yang serasi: recommended, atau study, yang melatih seperti penelitian asal plugin ini (Heryadi et al., SPOT-6): potongan 256 piksel pada output stride 8 dengan atrous rate 12, 24, dan 36, diputar tetapi tidak dicerminkan; pembagian acak, yang membuat angkanya tampak lebih baik daripada sebenarnya; Adam dengan weight decay pada cross-entropy biasa, dengan laju pembelajaran tetap. Gunanya untuk pembanding: recommended menghasilkan model yang lebih baik. Laju pembelajaran dan weight decay 1e-4; epoch, kesabaran, dan batch mengikuti nilai biasa, karena penelitian itu tidak menyebutkannya. Dialog pelatihan menampilkan nilai preset ketika preset itu dipilih, dan yang diubah sesudahnya dipertahankan. Di tempat lain opsi yang tidak diberikan mengambil nilai dari preset: di terminal, dengan qgis_process, dan dalam skrip yaitu yang tidak disebut; dalam proses berkelompok (batch) dan model, yang menyebut semuanya, yaitu yang dibiarkan pada nilai bawaan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>field of the polygons that names or numbers the class; empty: every polygon is of one class. Where polygons overlap, the later one in the layer counts</source>
            <translation>field poligon yang menamai atau menomori kelas; kosong: semua poligon satu kelas. Bila poligon bertumpuk, yang belakangan dalam layer yang dipakai</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>what ground without a label is: ignore (nothing is known there) or background (a class of its own)</source>
            <translation>arti lahan tanpa label: ignore (tidak diketahui apa isinya) atau background (menjadi kelas tersendiri)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <location filename="../paddy_segmenter/jobs/labels.py" />
            <source>values of a class raster, or whole numbers in the class field, that never count, not even with unlabelled background; empty: none. Nodata is another thing: ground without a label, which unlabelled decides about. Words cannot be ignored: filter their polygons out of the layer, and with unlabelled background keep the labelled areas clear of them</source>
            <translation>nilai raster kelas, atau bilangan bulat di field kelas, yang tidak pernah diperhitungkan, juga bila unlabelled adalah background; kosong: tidak ada. Nodata lain halnya: itu lahan tanpa label, yang artinya ditentukan oleh unlabelled. Kata tidak dapat diabaikan: saring poligonnya dari layer, dan bila unlabelled adalah background, jangan sertakan lahannya dalam area berlabel</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <location filename="../paddy_segmenter/jobs/labels.py" />
            <source>classes that are renamed or merged, as VALUE=NAME: VALUE is what a class raster or the class field holds, and those with the same NAME become one class; empty: none</source>
            <translation>kelas yang diganti namanya atau digabung, sebagai VALUE=NAME: VALUE adalah isi raster kelas atau field kelas, dan yang NAME-nya sama menjadi satu kelas; kosong: tidak ada</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>colours of classes, as NAME=#rrggbb; empty: those of a class raster, or a palette. Names that no class has are left</source>
            <translation>warna kelas, sebagai NAME=#rrggbb; kosong: warna raster kelas, atau palet. Nama yang bukan nama kelas diabaikan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <location filename="../paddy_segmenter/jobs/labels.py" />
            <source>polygons beyond which no ground counts, whatever the labels say; empty: all ground counts</source>
            <translation>poligon yang di luarnya tidak ada lahan yang dihitung, apa pun kata label; kosong: semua lahan dihitung</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>bands to use, counted from 1; empty: all</source>
            <translation>kanal yang dipakai, dihitung dari 1; kosong: semua</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>figures of each band, in their order, as LOW:HIGH:MEAN:STD in the raster's units: values are cut off at LOW and HIGH, less MEAN, divided by STD; empty: measured on the ground that is learnt. Those of an earlier training stand in its report</source>
            <translation>angka setiap kanal, menurut urutannya, sebagai LOW:HIGH:MEAN:STD dalam satuan raster: nilai dipangkas pada LOW dan HIGH, dikurangi MEAN, dibagi STD; kosong: diukur pada lahan yang dipelajari. Angka pelatihan sebelumnya tercantum dalam laporannya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>backbone of the network: deeper ones are slower and want more labels</source>
            <translation>backbone jaringan: yang lebih dalam lebih lambat dan memerlukan lebih banyak label</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>where the training starts: none (random), imagenet, coco (ResNet50 and ResNet101), a torchvision weights file or a model file</source>
            <translation>titik awal pelatihan: none (acak), imagenet, coco (ResNet50 dan ResNet101), berkas bobot torchvision, atau berkas model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>pixels per cell of the deepest feature map: 8 draws finer borders, 16 is about three times faster</source>
            <translation>piksel per sel peta fitur terdalam: 8 menggambar batas yang lebih halus, 16 kira-kira tiga kali lebih cepat</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>atrous rates of the pyramid in cells; empty: planned from chip and output stride</source>
            <translation>atrous rate piramida dalam sel; kosong: direncanakan dari potongan dan output stride</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>whether the decoder of DeepLabV3+ (Chen et al. 2018) follows: it draws borders every 4 pixels instead of every 8 or 16, and takes half as long again at output stride 16, little at 8</source>
            <translation>apakah dekoder DeepLabV3+ (Chen et al. 2018) menyusul: ia menggambar batas setiap 4 piksel, bukan setiap 8 atau 16, dan memakan waktu setengah kali lebih lama pada output stride 16, sedikit pada 8</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>share of the epochs, the first ones, that train at output stride 16, three times faster, before stride 8 draws the borders; without effect at output stride 16</source>
            <translation>proporsi epoch, yaitu yang pertama, yang dilatih pada output stride 16, tiga kali lebih cepat, sebelum stride 8 menggambar batas; tanpa pengaruh pada output stride 16</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>side of the square training chips in pixels, a multiple of 16</source>
            <translation>sisi potongan latihan yang berbentuk persegi dalam piksel, kelipatan 16</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>epochs at the most</source>
            <translation>jumlah epoch paling banyak</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>chips drawn per epoch; 0: as many as cover the training ground twice, at least 128</source>
            <translation>potongan yang diambil per epoch; 0: sebanyak yang menutupi lahan pelatihan dua kali, sedikitnya 128</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>least share of a chip that is labelled: windows with less are drawn anew, as long as there are better ones</source>
            <translation>proporsi terkecil dari sebuah potongan yang berlabel: jendela yang kurang dari itu diambil ulang selama ada yang lebih baik</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>share of the chips that are centred on a pixel of a class, each class as often as the others, for classes that are rare; the other chips lie where labels lie</source>
            <translation>proporsi potongan yang berpusat pada piksel suatu kelas, setiap kelas sama seringnya, untuk kelas yang jarang; potongan lainnya diambil di tempat adanya label</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>share of the chips that are to hold several classes: windows where one class has more than three quarters of the labels are drawn anew, as long as there are better ones</source>
            <translation>proporsi potongan yang harus memuat beberapa kelas: jendela yang lebih dari tiga perempat labelnya satu kelas diambil ulang selama ada yang lebih baik</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>changes to how chips are varied, as NAME=PROBABILITY or NAME=PROBABILITY:STRENGTH; without one it is orientation=1:8 (turned and mirrored into one of so many orientations; 4: turned only); scale=1:1.4 (shown up to so many times smaller, as far as the raster reaches, or larger); gamma=0:1.5 (each band raised to a power between the inverse of this and this); gain=1:0.2 (contrast of each band about its training mean multiplied by 1, less or more up to this); offset=1:0.2 (each band lifted or lowered by up to so many standard deviations); brightness=0:0.3 (all bands lifted or lowered alike, up to so many standard deviations); blur=0:1 (blurred by a Gaussian of half to all of this sigma in pixels); noise=0:0.3 (Gaussian noise of up to this sigma in standard deviations of the ground)</source>
            <translation>perubahan pada cara memvariasikan potongan, sebagai NAME=PROBABILITY atau NAME=PROBABILITY:STRENGTH; tanpa perubahan: orientation=1:8 (diputar dan dicerminkan ke salah satu dari sekian orientasi; 4: hanya diputar); scale=1:1.4 (ditampilkan sampai sekian kali lebih kecil, sejauh luasan rasternya, atau lebih besar); gamma=0:1.5 (setiap kanal dipangkatkan antara kebalikan nilai ini dan nilai ini); gain=1:0.2 (kontras setiap kanal terhadap rata-rata pelatihannya dikalikan 1, kurang atau lebih sampai sebesar ini); offset=1:0.2 (setiap kanal dinaikkan atau diturunkan sampai sekian simpangan baku); brightness=0:0.3 (semua kanal dinaikkan atau diturunkan bersama, sampai sekian simpangan baku); blur=0:1 (dikaburkan dengan Gauss bersigma setengah sampai sebesar ini dalam piksel); noise=0:0.3 (derau Gauss dengan sigma sampai sebesar ini dalam simpangan baku lahan)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>chips that are computed at once, by all processes together where torchrun starts several; 0: as many as memory suffices for, 16 at the most</source>
            <translation>potongan yang dihitung sekaligus, oleh semua proses bersama-sama bila torchrun menjalankan beberapa; 0: sebanyak yang dimuat memori, paling banyak 16</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>batches whose gradients make one step: nearly the same as a batch that many times as large. The network takes the memory of one, the chips take that of all</source>
            <translation>jumlah batch yang gradiennya menjadi satu langkah: hampir sama dengan batch yang sebesar itu kali lipat. Jaringan memakan memori satu batch, potongannya memakan memori semua batch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>highest learning rate; 0: found by a range test, which takes as long as 80 steps</source>
            <translation>laju pembelajaran tertinggi; 0: dicari dengan uji rentang, yang memakan waktu sebanyak 80 langkah</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>learning rate of the backbone as a share of the heads' rate; 0.1 to 0.3 keeps more of pretrained weights; without effect where freeze is backbone</source>
            <translation>laju pembelajaran backbone sebagai proporsi dari laju kepala jaringan; 0.1 sampai 0.3 lebih menjaga bobot pralatih; tanpa pengaruh bila freeze adalah backbone</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>share of the steps over which the learning rate rises to its highest; one_cycle takes 0.3 at least</source>
            <translation>proporsi langkah yang selama itu laju pembelajaran naik sampai tertinggi; one_cycle memerlukan sedikitnya 0.3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>how the learning rate falls after that: poly (almost evenly), cosine (slowly at both ends), one_cycle (like cosine, after a long rise) or constant (not at all)</source>
            <translation>cara laju pembelajaran turun sesudahnya: poly (hampir merata), cosine (lambat di kedua ujung), one_cycle (seperti cosine, setelah naik lama), atau constant (tidak turun)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>what moves the weights; sgd has a momentum of 0.9 and wants a learning rate about ten times as high</source>
            <translation>yang menggerakkan bobot; sgd bermomentum 0.9 dan memerlukan laju pembelajaran kira-kira sepuluh kali lebih tinggi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>weight decay of the optimiser: 0.02 suits adamw; adam and sgd, which add it to the gradient, want about 0.0001</source>
            <translation>weight decay pengoptimal: 0.02 cocok untuk adamw; adam dan sgd, yang menambahkannya pada gradien, memerlukan sekitar 0.0001</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>norm to which longer gradients are shortened; 0: none are</source>
            <translation>norma tempat gradien yang lebih panjang dipendekkan; 0: tidak dipendekkan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>share of itself that the moving average of the weights keeps at each step; this average becomes the model; 0: the latest weights do</source>
            <translation>proporsi dari dirinya yang dipertahankan rata-rata bergerak bobot pada setiap langkah; rata-rata inilah yang menjadi model; 0: bobot terakhir yang menjadi model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>what stays as in the initial weights: none, batchnorm (the statistics of the normalisation that they bring; for batches below 8) or backbone (for few labels and good initial weights)</source>
            <translation>yang tetap seperti pada bobot awal: none (tidak ada), batchnorm (statistik normalisasi bawaannya; untuk batch di bawah 8), atau backbone (untuk label yang sedikit dan bobot awal yang baik)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>loss that the training makes small: a sum of cross_entropy, dice, lovasz, focal, each with its weight before it</source>
            <translation>loss yang diperkecil pelatihan: jumlah dari cross_entropy, dice, lovasz, focal, masing-masing dengan bobot di depannya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>weights of the classes in cross_entropy, focal and the auxiliary head: none, or balanced (labelled pixels of all classes over classes times pixels of the class, so that a rare class counts as much as a common one); without effect on dice and lovasz</source>
            <translation>bobot kelas dalam cross_entropy, focal dan kepala bantu: none, atau balanced (piksel berlabel semua kelas dibagi jumlah kelas kali piksel kelas itu, sehingga kelas yang jarang sama berartinya dengan kelas yang umum); tanpa pengaruh pada dice dan lovasz</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>weight of the cross-entropy of the auxiliary head, which looks at the third stage of the backbone; 0: it is left out</source>
            <translation>bobot cross-entropy pada kepala bantu, yang melihat tahap ketiga backbone; 0: tidak dipakai</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>epochs without a better validation mIoU after which the training stops. Those at output stride 16, with which it begins (coarse_share), never count: with the usual values none stops before epoch 36. The learning rate falls until the last epoch, and accuracy rises most as it does: where little ground is kept out, name as many as there are epochs</source>
            <translation>jumlah epoch tanpa mIoU validasi yang lebih baik, sesudahnya pelatihan berhenti. Epoch pada output stride 16, yang mengawali pelatihan (coarse_share), tidak pernah dihitung: dengan nilai biasa tidak ada pelatihan yang berhenti sebelum epoch 36. Laju pembelajaran turun sampai epoch terakhir, dan akurasi paling banyak naik selama itu: jika lahan yang disisihkan sedikit, sebutkan sebanyak jumlah epoch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>whether to write the network of the last epoch too, as NAME.last.safetensors beside the model, which is that of the best epoch: where little ground is kept out, the best of many epochs is best there by luck</source>
            <translation>apakah jaringan epoch terakhir juga ditulis, sebagai NAME.last.safetensors di samping model, yang merupakan model epoch terbaik: bila lahan yang disisihkan sedikit, yang terbaik dari banyak epoch terbaik di sana hanya karena kebetulan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>how ground to validate on is kept out of the training: blocks (spatial blocks with a buffer around them), polygons (your own areas), or random (cells of a chip's size without a buffer, whose neighbours are learnt, which flatters the model)</source>
            <translation>cara menyisihkan lahan validasi dari pelatihan: blocks (blok spasial dengan buffer di sekelilingnya), polygons (area Anda sendiri), atau random (sel seukuran potongan tanpa buffer, yang tetangganya ikut dipelajari, sehingga model tampak lebih baik daripada sebenarnya)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>polygon layer of the areas to train and to validate on, for the split polygons</source>
            <translation>layer poligon dari area untuk pelatihan dan validasi, untuk pembagian polygons</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>field of these areas that says train, validation, or test, which is left alone; without a train area and without folds all ground outside the others is learnt. Without effect where the split is not polygons</source>
            <translation>field area ini yang menyatakan train, validation, atau test, yang dibiarkan; tanpa area train dan tanpa lipatan, semua lahan di luar area lainnya dipelajari. Tanpa pengaruh bila pembagiannya bukan polygons</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>folds of a cross-validation: the blocks are dealt into as many, each is validated on by a training of its own, and a last training on all of them makes the model; with the split polygons, areas that say train or validation are dealt, each of them whole, and all other ground is left alone; 0: a single split</source>
            <translation>jumlah lipatan validasi silang: blok dibagikan ke sebanyak itu, setiap lipatan divalidasi oleh pelatihannya sendiri, dan pelatihan terakhir pada semuanya menghasilkan model; dengan pembagian polygons, area yang menyatakan train atau validation dibagikan, masing-masing utuh, dan semua lahan lainnya dibiarkan; 0: satu pembagian saja</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>whether to measure how far a random split of the same ground would flatter the model, by as many trainings again</source>
            <translation>apakah diukur seberapa jauh pembagian acak atas lahan yang sama membuat model tampak lebih baik, dengan pelatihan sebanyak itu lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>whether to learn a baseline on the same ground, a linear discriminant analysis of the bands and their means over 7 and 19 pixels, and to measure it on the same validation ground, so that plan and report tell whether the network is worth it: auto (where it takes under a tenth of an epoch, and the training is so long that its plan measures that), yes or no</source>
            <translation>apakah sebuah pembanding, yaitu analisis diskriminan linear dari kanal dan rata-ratanya dalam 7 dan 19 piksel, dipelajari pada lahan yang sama dan diukur pada lahan validasi yang sama, sehingga rencana dan laporan menunjukkan apakah jaringannya sepadan: auto (bila memakan kurang dari sepersepuluh epoch, dan pelatihannya cukup panjang sehingga rencananya mengukur itu), yes, atau no</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>share of the labelled blocks that is kept out of the training and measured on; without effect with folds and with the split polygons</source>
            <translation>proporsi blok berlabel yang disisihkan dari pelatihan dan dipakai untuk mengukur; tanpa pengaruh pada validasi silang dan pada pembagian polygons</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>side of the spatial blocks of the split in pixels; 0: planned from chip and rasters; without effect with the split random, whose cells are as large as a chip</source>
            <translation>sisi blok spasial pembagian dalam piksel; 0: direncanakan dari potongan dan raster; tanpa pengaruh pada pembagian random, yang selnya sebesar satu potongan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>width in pixels of the strip around validation blocks whose labels are not learnt; without effect with the split random</source>
            <translation>lebar dalam piksel dari jalur di sekeliling blok validasi yang labelnya tidak dipelajari; tanpa pengaruh pada pembagian random</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>what becomes of labelled polygons that the split cuts, because pixels of one field are nearly copies of each other: withhold (the smaller side of each is neither learnt nor validated on), keep (both are used, which flatters the model), or auto (withhold where that costs less than a tenth of the labels); without effect with class rasters and with the split random</source>
            <translation>nasib poligon berlabel yang terpotong oleh pembagian, karena piksel satu petak lahan hampir merupakan salinan satu sama lain: withhold (sisi yang lebih kecil dari setiap poligon tidak dipelajari dan tidak dipakai untuk validasi), keep (keduanya dipakai, sehingga model tampak lebih baik), atau auto (withhold bila itu mengorbankan kurang dari sepersepuluh label); tanpa pengaruh pada raster kelas dan pada pembagian random</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>memory in gigabytes in which pixels and labels stay once they were read; 0: a quarter of what is free</source>
            <translation>memori dalam gigabita tempat piksel dan label disimpan setelah dibaca; 0: seperempat dari yang bebas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>number that weights, split and drawing of chips grow from</source>
            <translation>bilangan asal bobot, pembagian, dan pengambilan potongan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>page to create (.html) that tells how good the model is and how it was made; empty: beside the model, as NAME.report.html</source>
            <translation>halaman yang dibuat (.html), yang menerangkan seberapa baik model dan bagaimana dibuat; kosong: di samping model, sebagai NAME.report.html</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>what a SIGTERM brings, as kill and the time limits of schedulers send it: checkpoint (it stops at once and can go on later) or model (it ends with the best network so far; a second one stops it at once). Without effect in QGIS</source>
            <translation>akibat SIGTERM, seperti yang dikirim oleh kill dan oleh batas waktu penjadwal: checkpoint (berhenti seketika dan dapat dilanjutkan nanti) atau model (berakhir dengan jaringan terbaik sejauh ini; SIGTERM kedua menghentikannya seketika). Tanpa pengaruh di QGIS</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Width (pixels)</source>
            <translation>Lebar (piksel)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Height (pixels)</source>
            <translation>Tinggi (piksel)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Seed</source>
            <translation>Seed</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Number type of the probabilities</source>
            <translation>Tipe bilangan probabilitas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Minimum mapping unit of the polygons (hectares)</source>
            <translation>Satuan pemetaan terkecil poligon (hektare)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Simplification of the polygons (units of the CRS)</source>
            <translation>Penyederhanaan poligon (satuan CRS)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Pixels have no data where ... bands have none</source>
            <translation>Piksel tanpa data bila ... kanal kosong</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Values that look like missing data but are not declared</source>
            <translation>Nilai yang tampaknya data kosong tetapi tidak dinyatakan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Grid of the maps</source>
            <translation>Grid peta</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Values in other units than the model's</source>
            <translation>Nilai dalam satuan lain daripada satuan model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Tile side (pixels; 0: automatic)</source>
            <translation>Sisi ubin (piksel; 0: otomatis)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Overlap of tiles (pixels; 0: automatic)</source>
            <translation>Tumpang tindih ubin (piksel; 0: otomatis)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Test-time augmentation (orientations)</source>
            <translation>Augmentasi saat pemetaan (orientasi)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Batch size</source>
            <translation>Ukuran batch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Device</source>
            <translation>Perangkat</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Precision</source>
            <translation>Presisi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>What computes the network</source>
            <translation>Mesin penghitung jaringan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>What to make beside the classes</source>
            <translation>Yang dibuat selain kelas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <location filename="../paddy_segmenter/algorithms/segment_raster.py" />
            <source>Bands</source>
            <translation>Kanal</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Preset</source>
            <translation>Preset</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Class field</source>
            <translation>Field kelas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Ground without a label</source>
            <translation>Lahan tanpa label</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Ignored values</source>
            <translation>Nilai yang diabaikan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Classes renamed or merged (VALUE=NAME; VALUE=NAME; ...)</source>
            <translation>Kelas yang diganti nama atau digabung (VALUE=NAME; VALUE=NAME; ...)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Colours of classes (NAME=#rrggbb; NAME=#rrggbb; ...)</source>
            <translation>Warna kelas (NAME=#rrggbb; NAME=#rrggbb; ...)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Normalisation of the bands (LOW:HIGH:MEAN:STD; ...)</source>
            <translation>Normalisasi kanal (LOW:HIGH:MEAN:STD; ...)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Initial weights</source>
            <translation>Bobot awal</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Output stride</source>
            <translation>Output stride</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Atrous rates</source>
            <translation>Atrous rate</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Decoder of DeepLabV3+</source>
            <translation>Dekoder DeepLabV3+</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Coarse share</source>
            <translation>Proporsi epoch kasar</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Chip side (pixels)</source>
            <translation>Sisi potongan (piksel)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Epochs</source>
            <translation>Epoch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Chips per epoch</source>
            <translation>Potongan per epoch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Least labelled share of a chip</source>
            <translation>Proporsi berlabel terkecil dari potongan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Share of class-balanced chips</source>
            <translation>Proporsi potongan yang kelasnya diseimbangkan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Share of mixed-class chips</source>
            <translation>Proporsi potongan dengan kelas campuran</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Changed augmentation (NAME=PROBABILITY:STRENGTH; ...)</source>
            <translation>Augmentasi yang diubah (NAME=PROBABILITY:STRENGTH; ...)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Batches per step</source>
            <translation>Batch per langkah</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Highest learning rate (0: automatic)</source>
            <translation>Laju pembelajaran tertinggi (0: otomatis)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Learning rate of the backbone (share of the heads')</source>
            <translation>Laju pembelajaran backbone (proporsi dari laju kepala)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Warm-up (share of the steps)</source>
            <translation>Pemanasan (proporsi dari langkah)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Learning-rate schedule</source>
            <translation>Jadwal laju pembelajaran</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Optimiser</source>
            <translation>Pengoptimal</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Weight decay</source>
            <translation>Weight decay</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Largest norm of the gradients (0: any)</source>
            <translation>Norma gradien terbesar (0: bebas)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Decay of the moving average of the weights</source>
            <translation>Peluruhan rata-rata bergerak bobot</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>What stays as in the initial weights</source>
            <translation>Yang tetap seperti pada bobot awal</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <location filename="../paddy_segmenter/gui/curves.py" />
            <source>Loss</source>
            <translation>Loss</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Class weights</source>
            <translation>Bobot kelas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Weight of the auxiliary head</source>
            <translation>Bobot kepala bantu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Patience (epochs)</source>
            <translation>Kesabaran (epoch)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Keep the network of the last epoch too</source>
            <translation>Simpan juga jaringan epoch terakhir</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Split</source>
            <translation>Pembagian</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Field that says train or validation</source>
            <translation>Field yang berisi train atau validation</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Folds of a cross-validation</source>
            <translation>Jumlah lipatan validasi silang</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Measure how far a random split would flatter</source>
            <translation>Ukur seberapa jauh pembagian acak menyanjung model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Measure a baseline beside the network</source>
            <translation>Ukur pembanding di samping jaringan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Validation share</source>
            <translation>Proporsi validasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Block side (pixels)</source>
            <translation>Sisi blok (piksel)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Buffer around validation blocks (pixels)</source>
            <translation>Buffer di sekeliling blok validasi (piksel)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Labelled polygons that the split cuts</source>
            <translation>Poligon berlabel yang terpotong oleh pembagian</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>Memory for what was read (gigabytes; 0: automatic)</source>
            <translation>Memori untuk yang sudah dibaca (gigabita; 0: otomatis)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>What is left of a training that a scheduler stops</source>
            <translation>Yang tersisa dari pelatihan yang dihentikan penjadwal</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>optional</source>
            <translation>opsional</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>any of %1</source>
            <translation>satu atau lebih dari %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>one of %1</source>
            <translation>salah satu dari %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>%1 to %2</source>
            <translation>%1 sampai %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/parameters.py" />
            <source>default %1</source>
            <translation>bawaan %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>raster %1 is used as an earlier run exported it: delete %2 to have it exported anew</source>
            <translation>raster %1 dipakai sebagaimana diekspor pada proses sebelumnya: hapus %2 agar diekspor ulang</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>exporting %1, %2 x %3 pixels</source>
            <translation>mengekspor %1, %2 x %3 piksel</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>raster %1 is used as QGIS reads it: written to %2</source>
            <translation>raster %1 dipakai sebagaimana dibaca QGIS: ditulis ke %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>raster %1 is a picture, its colours are not reflectances: use a model that learnt from such pictures</source>
            <translation>raster %1 adalah gambar, warnanya bukan reflektansi: gunakan model yang belajar dari gambar semacam itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>%1 of raster %2 is empty, the server sent nothing there: these pixels get no class</source>
            <translation>%1 dari raster %2 kosong, server tidak mengirim apa pun di sana: piksel-piksel ini tidak diberi kelas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_raster.py" />
            <source>Segment raster</source>
            <translation>Segmentasi raster</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_raster.py" />
            <source>Raster</source>
            <translation>Raster</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_raster.py" />
            <location filename="../paddy_segmenter/gui/class_table.py" />
            <location filename="../paddy_segmenter/gui/training_form.py" />
            <source>Classes</source>
            <translation>Kelas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_raster.py" />
            <source>Confidence</source>
            <translation>Keyakinan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_raster.py" />
            <source>Probabilities</source>
            <translation>Probabilitas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_raster.py" />
            <source>Polygons</source>
            <translation>Poligon</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_raster.py" />
            <source>semantic segmentation,classification,map,inference</source>
            <translation>segmentasi semantik,klasifikasi,peta,inferensi,semantic segmentation,classification,map,inference</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_rasters.py" />
            <source>Segment several rasters</source>
            <translation>Segmentasi beberapa raster</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_rasters.py" />
            <source>%1 rasters are mapped, %2 could not be (%3): run it again to map what is missing</source>
            <translation>%1 raster telah dipetakan, %2 tidak dapat (%3): jalankan lagi untuk memetakan yang kurang</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_rasters.py" />
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <source>Rasters</source>
            <translation>Raster</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_rasters.py" />
            <source>Folder of rasters</source>
            <translation>Folder raster</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_rasters.py" />
            <source>Folder for the maps</source>
            <translation>Folder untuk peta</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_rasters.py" />
            <source>Class rasters</source>
            <translation>Raster kelas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_rasters.py" />
            <source>Rasters that were mapped</source>
            <translation>Raster yang dipetakan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_rasters.py" />
            <source>Rasters that could not be mapped</source>
            <translation>Raster yang tidak dapat dipetakan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segment_rasters.py" />
            <source>semantic segmentation,classification,map,batch,folder,inference</source>
            <translation>segmentasi semantik,klasifikasi,peta,massal,folder,inferensi,semantic segmentation,classification,map,batch,inference</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segmentation_algorithm.py" />
            <source>Area of interest</source>
            <translation>Area kajian</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segmentation_algorithm.py" />
            <source>Polygon layer of the ground to map; empty: all of it (optional)</source>
            <translation>Layer poligon lahan yang dipetakan; kosong: semuanya (opsional)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segmentation_algorithm.py" />
            <source>Extent of interest</source>
            <translation>Luasan kajian</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/segmentation_algorithm.py" />
            <source>Area of interest as a rectangle, where no layer is given; ground beyond it gets no class (optional)</source>
            <translation>Area kajian berupa persegi panjang, bila tidak ada layer yang diberikan; lahan di luarnya tidak diberi kelas (opsional)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <source>Train model</source>
            <translation>Latih model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <source>Labelled areas</source>
            <translation>Area berlabel</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <source>Areas to train and validate on</source>
            <translation>Area untuk pelatihan dan validasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <source>Report</source>
            <translation>Laporan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <source>HTML files (*.html)</source>
            <translation>Berkas HTML (*.html)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <source>Validation accuracy</source>
            <translation>Akurasi validasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <location filename="../paddy_segmenter/gui/curves.py" />
            <source>Validation mIoU</source>
            <translation>mIoU validasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <source>Best epoch</source>
            <translation>Epoch terbaik</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/train_model.py" />
            <source>neural network,DeepLab,ResNet,training,learning,labels</source>
            <translation>jaringan saraf,DeepLab,ResNet,pelatihan,pembelajaran,label,neural network,training,learning,labels</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/block_preview.py" />
            <source>Blocks of the training</source>
            <translation>Blok pelatihan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/block_preview.py" />
            <source>training</source>
            <translation>pelatihan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/block_preview.py" />
            <source>validation</source>
            <translation>validasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/block_preview.py" />
            <location filename="../training/ground/block_layer.py" />
            <source>training and validation</source>
            <translation>pelatihan dan validasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/block_preview.py" />
            <source>none</source>
            <translation>tidak dipakai</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/block_preview.py" />
            <source>validated on in fold %1</source>
            <translation>divalidasi pada lipatan %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/class_table.py" />
            <source>Colour of the class</source>
            <translation>Warna kelas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/class_table.py" />
            <source>Value in the labels</source>
            <translation>Nilai pada label</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/class_table.py" />
            <source>Name</source>
            <translation>Nama</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/class_table.py" />
            <source>Colour</source>
            <translation>Warna</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/class_table.py" />
            <source>Add a class</source>
            <translation>Tambah kelas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/class_table.py" />
            <source>Remove the class</source>
            <translation>Hapus kelas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>Log</source>
            <translation>Log</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>Nothing was trained or planned yet.</source>
            <translation>Belum ada yang dilatih atau direncanakan.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>Pa&amp;use</source>
            <translation>&amp;Jeda</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>Stop and &amp;keep the best</source>
            <translation>Berhenti dan &amp;simpan yang terbaik</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>Show the &amp;blocks</source>
            <translation>Tampilkan &amp;blok</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>Open the &amp;report</source>
            <translation>Buka &amp;laporan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>Segment a &amp;layer...</source>
            <translation>Segmentasi la&amp;yer...</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>Ends the process. What was learnt until the last epoch is kept, and the training can go on later.</source>
            <translation>Mengakhiri proses. Yang dipelajari sampai epoch terakhir disimpan, dan pelatihan dapat dilanjutkan nanti.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>Ends the training and writes the model of the best epoch so far.</source>
            <translation>Mengakhiri pelatihan dan menulis model dari epoch terbaik sejauh ini.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>Contin&amp;ue</source>
            <translation>Lan&amp;jutkan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>Warning: %1</source>
            <translation>Peringatan: %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Cancel</source>
            <translation>Batal</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>cancelled</source>
            <translation>dibatalkan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>running</source>
            <translation>berjalan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>pausing: what was learnt is kept</source>
            <translation>menjeda: yang telah dipelajari disimpan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>stopping with the best model so far</source>
            <translation>berhenti dengan model terbaik sejauh ini</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>paused: it can go on from its last epoch, later and after a restart of QGIS too</source>
            <translation>dijeda: dapat dilanjutkan dari epoch terakhirnya, nanti dan setelah QGIS dibuka ulang pun</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>done</source>
            <translation>selesai</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/course_page.py" />
            <source>ended with an error</source>
            <translation>berakhir dengan kesalahan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/curves.py" />
            <source>Curves of loss, validation mIoU and accuracy over the epochs</source>
            <translation>Kurva loss, mIoU validasi, dan akurasi sepanjang epoch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/curves.py" />
            <source>Accuracy</source>
            <translation>Akurasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Everything that training and mapping need is there.</source>
            <translation>Semua yang diperlukan untuk pelatihan dan pemetaan tersedia.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>found by itself</source>
            <translation>dicari sendiri</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Use this Python</source>
            <translation>Gunakan Python ini</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Folder</source>
            <translation>Folder</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Build of torch</source>
            <translation>Versi (build) torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>none: pip downloads, through QGIS' proxy</source>
            <translation>tidak ada: pip mengunduh, melalui proxy QGIS</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Folder of wheels</source>
            <translation>Folder wheel</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Size</source>
            <translation>Ukuran</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Commands</source>
            <translation>Perintah</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Install</source>
            <translation>Pasang</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Remove</source>
            <translation>Hapus</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Diagnose</source>
            <translation>Diagnosis</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Makes the environment; one that is there is replaced</source>
            <translation>Membuat lingkungan; yang sudah ada diganti</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Copies a text for bug reports, without passwords and your name</source>
            <translation>Menyalin teks untuk laporan bug, tanpa kata sandi dan nama Anda</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>The text for your bug report is in the clipboard.</source>
            <translation>Teks untuk laporan bug Anda ada di papan klip.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Installing. You may close the options: it goes on.</source>
            <translation>Sedang memasang. Jendela opsi boleh ditutup: pemasangan berjalan terus.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Looking for a Python with torch ...</source>
            <translation>Mencari Python yang memiliki torch ...</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>%1 GB are there now; about %2 GB to download and %3 GB on the disk</source>
            <translation>%1 GB sudah ada sekarang; sekitar %2 GB perlu diunduh dan %3 GB di disk</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>about %1 GB to download and %2 GB on the disk</source>
            <translation>sekitar %1 GB perlu diunduh dan %2 GB di disk</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Python of the jobs</source>
            <translation>Python untuk pekerjaan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Environment of the plugin</source>
            <translation>Lingkungan plugin</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>none with torch</source>
            <translation>tidak ada yang memiliki torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Python</source>
            <translation>Python</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Versions</source>
            <translation>Versi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_page.py" />
            <source>Computes on</source>
            <translation>Menghitung dengan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_work.py" />
            <source>Installing torch for Paddy Segmenter</source>
            <translation>Memasang torch untuk Paddy Segmenter</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_work.py" />
            <source>it ended with an error of the plugin: see the Python messages of QGIS, and report it</source>
            <translation>berakhir dengan kesalahan plugin: lihat pesan Python di QGIS, dan laporkan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_work.py" />
            <source>Looking for torch</source>
            <translation>Mencari torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_work.py" />
            <source>Removing the environment</source>
            <translation>Menghapus lingkungan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/environment_work.py" />
            <source>Cancelled: nothing was left behind.</source>
            <translation>Dibatalkan: tidak ada yang tertinggal.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/layer_list.py" />
            <source>Add a file...</source>
            <translation>Tambah berkas...</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/layer_list.py" />
            <source>Files</source>
            <translation>Berkas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/panels_view.py" />
            <source>Image, labels and the current prediction</source>
            <translation>Citra, label, dan prediksi saat ini</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/panels_view.py" />
            <source>epoch %1</source>
            <translation>epoch %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/panels_view.py" />
            <source>Image</source>
            <translation>Citra</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/panels_view.py" />
            <source>Prediction</source>
            <translation>Prediksi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training.py" />
            <source>Plan of a training</source>
            <translation>Rencana pelatihan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training.py" />
            <source>Training of a model</source>
            <translation>Pelatihan model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_dialog.py" />
            <source>Train a model</source>
            <translation>Latih model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_dialog.py" />
            <source>&amp;Course</source>
            <translation>&amp;Proses</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_dialog.py" />
            <source>&amp;Help</source>
            <translation>B&amp;antuan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_dialog.py" />
            <source>Tells what a training with these settings would do and how long it would take.</source>
            <translation>Menerangkan apa yang akan dilakukan pelatihan dengan pengaturan ini dan berapa lama.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_dialog.py" />
            <source>Trains while QGIS stays free. This window may be closed meanwhile.</source>
            <translation>Melatih sementara QGIS tetap bebas dipakai. Jendela ini boleh ditutup.</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_dialog.py" />
            <source>&amp;Plan</source>
            <translation>&amp;Rencanakan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_dialog.py" />
            <source>&amp;Train</source>
            <translation>La&amp;tih</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_dialog.py" />
            <source>Cl&amp;ose</source>
            <translation>Tut&amp;up</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_dialog.py" />
            <source>no program opens %1: set up a browser, or open it from another one</source>
            <translation>tidak ada program yang membuka %1: siapkan peramban, atau buka dari program lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_form.py" />
            <source>&amp;Data</source>
            <translation>&amp;Data</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_form.py" />
            <source>&amp;Settings</source>
            <translation>Pen&amp;gaturan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_form.py" />
            <source>&amp;Advanced</source>
            <translation>La&amp;njutan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/training_task.py" />
            <source>the task ended unexpectedly: see QGIS' log of Python errors</source>
            <translation>tugas berakhir tidak terduga: lihat log kesalahan Python di QGIS</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/trainings.py" />
            <source>%1 is written: accuracy %2, mIoU %3</source>
            <translation>%1 telah ditulis: akurasi %2, mIoU %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/trainings.py" />
            <source>%1 is written</source>
            <translation>%1 telah ditulis</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/gui/trainings.py" />
            <source>a training runs: wait for its end, or pause it</source>
            <translation>sebuah pelatihan sedang berjalan: tunggu sampai selesai, atau jeda</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/entered_values.py" />
            <source>%1 is %2: give a whole number</source>
            <translation>%1 adalah %2: berikan bilangan bulat</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/export_grid.py" />
            <source>the extent lies beside the raster: choose one that overlaps it</source>
            <translation>luasan itu berada di samping raster: pilih yang bertampalan dengannya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/export_grid.py" />
            <source>%1 x %2 are %3 million pixels, the most is %4 million: give a smaller extent, or save the part you need as a GeoTIFF first</source>
            <translation>%1 x %2 adalah %3 juta piksel, paling banyak %4 juta: berikan luasan yang lebih kecil, atau simpan dahulu bagian yang diperlukan sebagai GeoTIFF</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/export_grid.py" />
            <source>the extent %1 is beyond what %2 covers: choose another</source>
            <translation>luasan %1 melampaui cakupan %2: pilih yang lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/export_grid.py" />
            <source>the extent %1 of %2 holds no ground: choose another</source>
            <translation>luasan %1 dalam %2 tidak memuat lahan: pilih yang lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/export_place.py" />
            <location filename="../paddy_segmenter/core/output.py" />
            <source>%1 cannot be written (%2): choose another folder or free disk space</source>
            <translation>%1 tidak dapat ditulis (%2): pilih folder lain atau kosongkan ruang disk</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/layer_files.py" />
            <source>%1 cannot be opened as a %2 layer: choose a file that exists and is whole</source>
            <translation>%1 tidak dapat dibuka sebagai layer %2: pilih berkas yang ada dan utuh</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/layer_files.py" />
            <source>layer %1 is neither raster nor vector: choose another layer</source>
            <translation>layer %1 bukan raster dan bukan vektor: pilih layer lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/layer_files.py" />
            <source>two layers would become one file, %1: give one of them another name</source>
            <translation>dua lapisan akan menjadi satu berkas, %1: beri salah satunya nama lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/layer_files.py" />
            <source>%1 is %2, which holds no ground: give xmin,xmax,ymin,ymax [EPSG:code]</source>
            <translation>%1 adalah %2, yang tidak memuat lahan: berikan xmin,xmax,ymin,ymax [EPSG:kode]</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/layer_files.py" />
            <source>layer %1 cannot be written to %2 (%3): save it to a file first</source>
            <translation>layer %1 tidak dapat ditulis ke %2 (%3): simpan dahulu ke sebuah berkas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>raster %1 has no coordinate reference system: set one in its properties</source>
            <translation>raster %1 tidak memiliki sistem referensi koordinat: tetapkan di propertinya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>raster %1 does not tell how far it reaches: give an extent</source>
            <translation>raster %1 tidak menyebutkan seberapa jauh jangkauannya: berikan luasan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>raster %1 has a scale or an offset, by which QGIS would change its values on the way into a file: set its coordinate reference system in its file (Raster &gt; Projections &gt; Assign projection)</source>
            <translation>raster %1 memiliki skala atau offset, yang dengannya QGIS akan mengubah nilainya saat ditulis ke berkas: tetapkan sistem referensi koordinat di berkasnya (Raster &gt; Projections &gt; Assign projection)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>raster %1 cannot be exported: %2</source>
            <translation>raster %1 tidak dapat diekspor: %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>it has no pixels of its own, and no model tells their size here: save the part you need as a GeoTIFF first</source>
            <translation>raster itu tidak memiliki piksel sendiri, dan tidak ada model yang menyebutkan ukurannya di sini: simpan dahulu bagian yang diperlukan sebagai GeoTIFF</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>the model expects %1 bands (%2), a picture has %3: choose another</source>
            <translation>model mengharapkan %1 kanal (%2), sedangkan gambar memiliki %3: pilih yang lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>raster %1 cannot be written to %2: is the disk full?</source>
            <translation>raster %1 tidak dapat ditulis ke %2: apakah disk penuh?</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/algorithms/raster_export.py" />
            <source>the server of raster %1 sent nothing for this extent: check connection, address and extent</source>
            <translation>server raster %1 tidak mengirim apa pun untuk luasan ini: periksa koneksi, alamat, dan luasan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/band_figures.py" />
            <source>normalisation gives a band %1: give LOW:HIGH:MEAN:STD in the raster's units, the mean between low and high and the standard deviation above 0</source>
            <translation>normalisation memberi satu kanal %1: berikan LOW:HIGH:MEAN:STD dalam satuan raster, rata-rata di antara low dan high dan simpangan baku di atas 0</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/amounts.py" />
            <source>less than a minute</source>
            <translation>kurang dari satu menit</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/amounts.py" />
            <source>about %1 min</source>
            <translation>sekitar %1 mnt</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/amounts.py" />
            <source>about %1 h %2 min</source>
            <translation>sekitar %1 jam %2 mnt</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>model card: it is no JSON, so the file is damaged or not a model of this plugin</source>
            <translation>kartu model: bukan JSON, jadi berkas rusak atau bukan model dari plugin ini</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>the card</source>
            <translation>kartu itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>model card: format %1 was made by a newer version: update the plugin</source>
            <translation>kartu model: format %1 dibuat oleh versi yang lebih baru: perbarui plugin</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>model card: format_version is %1, but formats count from 1</source>
            <translation>kartu model: format_version adalah %1, padahal format dihitung dari 1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>model card: %1 is %2, but must be %3</source>
            <translation>kartu model: %1 adalah %2, padahal harus %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <location filename="../paddy_segmenter/rules.py" />
            <source>a whole number</source>
            <translation>bilangan bulat</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>model card: %1 is %2, but must be true or false</source>
            <translation>kartu model: %1 adalah %2, padahal harus true atau false</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <location filename="../paddy_segmenter/rules.py" />
            <source>a number</source>
            <translation>bilangan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>an object</source>
            <translation>objek</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>a list</source>
            <translation>daftar</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>model card: colour is %1, but must be three numbers</source>
            <translation>kartu model: warna adalah %1, padahal harus tiga bilangan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>model card: %1</source>
            <translation>kartu model: %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>backbone is %1, not one of %2</source>
            <translation>backbone adalah %1, bukan salah satu dari %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>output stride is %1, but must be 8 or 16</source>
            <translation>output stride adalah %1, padahal harus 8 atau 16</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>chip is %1 pixels, but must be a multiple of 16 up to 4096</source>
            <translation>potongan berukuran %1 piksel, padahal harus kelipatan 16 sampai 4096</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>atrous rates are %1, but must be three from 1 to 512</source>
            <translation>atrous rate adalah %1, padahal harus tiga bilangan dari 1 sampai 512</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>ground sample distance is %1 metres, but must be from %2 to %3</source>
            <translation>resolusi spasial adalah %1 meter, padahal harus dari %2 sampai %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>aspect of its pixels is %1, but must be from 1/%2 to %3</source>
            <translation>perbandingan sisi pikselnya %1, padahal harus dari 1/%2 sampai %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>it has %1 bands, but must have 1 to 65535</source>
            <translation>ada %1 kanal, padahal harus 1 sampai 65535</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>values are %1, not one of %2</source>
            <translation>values adalah %1, bukan salah satu dari %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>weights_digest is %1, but must be 64 hexadecimal digits</source>
            <translation>weights_digest adalah %1, padahal harus 64 digit heksadesimal</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>band name %1 cannot be printed</source>
            <translation>nama kanal %1 tidak dapat dicetak</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>it has %1 classes, but must have 2 to %2</source>
            <translation>ada %1 kelas, padahal harus 2 sampai %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>class value %1 is not within 0 to 65535</source>
            <translation>nilai kelas %1 tidak di antara 0 dan 65535</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>class name %1 cannot be printed</source>
            <translation>nama kelas %1 tidak dapat dicetak</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>colour of class %1 is %2, not three numbers from 0 to 255</source>
            <translation>warna kelas %1 adalah %2, bukan tiga bilangan dari 0 sampai 255</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>two classes have the same value, but values must differ</source>
            <translation>dua kelas bernilai sama, padahal nilainya harus berbeda</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>it has %1 values of %2 for %3 bands</source>
            <translation>ada %1 nilai %2 untuk %3 kanal</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>a value of %1 is not finite in fp32</source>
            <translation>sebuah nilai %1 tidak berhingga dalam fp32</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>a band's low is above its high</source>
            <translation>batas bawah sebuah kanal di atas batas atasnya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/card.py" />
            <source>a band's std is 0 or less, but must be above</source>
            <translation>simpangan baku sebuah kanal 0 atau kurang, padahal harus lebih</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/claim.py" />
            <source>another run writes %1: wait for its end, or choose another output</source>
            <translation>proses lain sedang menulis %1: tunggu sampai selesai, atau pilih keluaran lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/blank_bands.py" />
            <location filename="../paddy_segmenter/core/mapping/guards.py" />
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <location filename="../paddy_segmenter/core/rasters/undeclared.py" />
            <source>%1 more</source>
            <translation>%1 lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/blank_bands.py" />
            <source>%1 has values, but none in %2: choose other bands or another raster, or have strange values accepted</source>
            <translation>%1 memiliki nilai, tetapi tidak ada pada %2: pilih kanal lain atau raster lain, atau izinkan nilai yang asing</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/blank_bands.py" />
            <source>%1 has values, but none in %2, as far as was looked: where they have none, the network sees their mean of the training</source>
            <translation>%1 memiliki nilai, tetapi sejauh yang diperiksa tidak ada pada %2: di tempat tanpa nilai, jaringan melihat rata-rata kanal itu dari pelatihan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/estimate.py" />
            <source>the first ones will show how long</source>
            <translation>ubin pertama akan menunjukkan berapa lama</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/estimate.py" />
            <source>%1 tile, %2, %3 of memory, %4 on the disk</source>
            <translation>%1 ubin, %2, memori %3, %4 di disk</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/estimate.py" />
            <source>%1 tiles, %2, %3 of memory, %4 on the disk</source>
            <translation>%1 ubin, %2, memori %3, %4 di disk</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/guards.py" />
            <source>the values of %1 are not those that the model learnt from (%2): bring the raster to the units of the training rasters, choose other bands or another model, or have strange values accepted</source>
            <translation>nilai %1 bukan seperti yang dipelajari model (%2): samakan satuan raster dengan raster pelatihan, pilih kanal atau model lain, atau izinkan nilai yang asing</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/guards.py" />
            <source>the values of %1 are far from those that the model learnt from (%2): bring the raster to the units of the training rasters, or expect a poor map</source>
            <translation>nilai %1 jauh dari yang dipelajari model (%2): samakan satuan raster dengan raster pelatihan, jika tidak petanya akan kurang baik</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/guards.py" />
            <source>%1 has %2 m per pixel, the model learnt from %3 m: what it knows cannot be seen there, take a finer raster or a coarser model, or have strange values accepted</source>
            <translation>%1 memiliki %2 m per piksel, model belajar dari %3 m: yang dikenalnya tidak terlihat di sana, gunakan raster yang lebih halus atau model yang lebih kasar, atau izinkan nilai yang asing</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/guards.py" />
            <source>%1 has %2 m per pixel, the model sees it resampled to %3 m and north-up</source>
            <translation>%1 memiliki %2 m per piksel, model melihatnya di-resample ke %3 m dan mengarah ke utara</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/guards.py" />
            <source>%1 has %2 m per pixel, the model learnt from %3 m: resampling adds no detail, take a finer raster or a coarser model, or expect a poor map</source>
            <translation>%1 memiliki %2 m per piksel, model belajar dari %3 m: resampling tidak menambah rincian, gunakan raster yang lebih halus atau model yang lebih kasar, jika tidak petanya akan kurang baik</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/guards.py" />
            <source>%1 is %2, learnt %3 to %4</source>
            <translation>%1 bernilai %2, dipelajari %3 sampai %4</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/guards.py" />
            <source>%1 runs from %2 to %3, learnt %4 to %5</source>
            <translation>%1 bernilai %2 sampai %3, dipelajari %4 sampai %5</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/journal.py" />
            <source>the finished strip %1 is damaged: run the same job again, it is computed anew</source>
            <translation>strip %1 yang sudah selesai rusak: jalankan lagi pekerjaan yang sama, strip itu dihitung ulang</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/journal.py" />
            <source>%1 cannot be written (%2): free disk space in %3, then run the same job again, it continues</source>
            <translation>%1 tidak dapat ditulis (%2): kosongkan ruang disk di %3, lalu jalankan lagi pekerjaan yang sama, ia akan berlanjut</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>tiles per step</source>
            <translation>ubin per langkah</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>%1; what is computed is kept, the same job run again continues</source>
            <translation>%1; yang sudah dihitung disimpan, pekerjaan yang sama bila dijalankan lagi akan berlanjut</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>%1 has no pixel with data: the map is empty</source>
            <translation>%1 tidak memiliki piksel berisi data: petanya kosong</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>the polygons are not made, the maps are: %1; the same job run again makes the polygons</source>
            <translation>poligon tidak dibuat, peta dibuat: %1; pekerjaan yang sama bila dijalankan lagi membuat poligonnya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>for %1 pixels of %2 the network gives no number, and they are nodata in the maps: the model file is damaged or its values overflow, get it anew or choose another model</source>
            <translation>untuk %1 piksel dari %2 jaringan tidak memberi angka, dan piksel itu menjadi nodata di peta: berkas model rusak atau nilainya meluap, ambil yang baru atau pilih model lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>%1 was finished by an earlier run of the same job</source>
            <translation>%1 sudah diselesaikan oleh proses sebelumnya dari pekerjaan yang sama</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>%1 changed while it was mapped, so its map might show two images: run the job again, it starts anew</source>
            <translation>%1 berubah saat dipetakan, sehingga petanya mungkin menampilkan dua citra: jalankan lagi pekerjaan ini, ia mulai dari awal</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>minimum area</source>
            <translation>luas terkecil</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <location filename="../paddy_segmenter/core/mapping/run_identity.py" />
            <source>area of interest</source>
            <translation>area kajian</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>continues from the strips that an earlier run finished</source>
            <translation>melanjutkan dari jalur yang diselesaikan proses sebelumnya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>goes on with %1 of %2, as it began, so that all strips are computed alike</source>
            <translation>berlanjut dengan %1 dari %2, seperti saat dimulai, agar semua strip dihitung dengan cara yang sama</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>%1: %2 x %3 pixels, tiles of %4 x %5 pixels overlapping by %6, %7 per step, %8 on %9 in %10 with %11</source>
            <translation>%1: %2 x %3 piksel, ubin %4 x %5 piksel dengan tumpang tindih %6, %7 per langkah, %8 pada %9 dalam %10 dengan %11</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>%1 is stored in rows of pixels that are too wide to be kept: each is read %2 times, which may take longer than to compute; write it in tiles first (gdal_translate -co TILED=YES -co COMPRESS=DEFLATE -co BIGTIFF=IF_SAFER)</source>
            <translation>%1 disimpan dalam baris piksel yang terlalu lebar untuk ditahan di memori: setiap baris dibaca %2 kali, yang mungkin lebih lama daripada menghitung; tulis dahulu dalam ubin (gdal_translate -co TILED=YES -co COMPRESS=DEFLATE -co BIGTIFF=IF_SAFER)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>the model learnt from the bands %1, but %2 has %3: choose the bands in the model's order, or expect a poor map</source>
            <translation>model belajar dari kanal %1, sedangkan %2 memiliki %3: pilih kanal dalam urutan model, jika tidak petanya akan kurang baik</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>tile %1 of %2</source>
            <translation>ubin %1 dari %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/map_run.py" />
            <source>writing the maps</source>
            <translation>menulis peta</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/model.py" />
            <source>%1; until then torch computes the network</source>
            <translation>%1; sampai saat itu torch yang menghitung jaringan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/model.py" />
            <source>precision is %1, which OpenVINO does not have on this processor: the network is computed in %2; for %3 choose the runtime torch</source>
            <translation>presisi adalah %1, yang tidak dimiliki OpenVINO pada prosesor ini: jaringan dihitung dalam %2; untuk %3 pilih runtime torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/model.py" />
            <source>%1 was replaced while it was in use: run the job again, it takes the new model</source>
            <translation>%1 diganti saat sedang dipakai: jalankan lagi pekerjaan ini, ia memakai model yang baru</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/room.py" />
            <source>choose another folder</source>
            <translation>pilih folder lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/room.py" />
            <source>let the environment variable TMPDIR name another folder</source>
            <translation>arahkan variabel lingkungan TMPDIR ke folder lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/room.py" />
            <source>%1 are free in %2, but the maps take %3 there: free disk space or %4</source>
            <translation>tersedia %1 di %2, sedangkan peta memerlukan %3 di sana: kosongkan ruang disk atau %4</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/room.py" />
            <source>%1 are free in %2, and the maps take %3 there: the disk may run full, free some space or %4</source>
            <translation>tersedia %1 di %2, dan peta memerlukan %3 di sana: disk mungkin penuh, kosongkan sebagian ruang atau %4</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/room.py" />
            <source>the map takes about %1 of memory, but this machine has %2: choose smaller tiles (tile), or a machine with more</source>
            <translation>peta memerlukan memori sekitar %1, padahal mesin ini memiliki %2: pilih ubin yang lebih kecil (tile), atau mesin dengan memori lebih besar</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/room.py" />
            <source>the map takes about %1 of memory, and %2 are free: close other programs, or choose smaller tiles (tile)</source>
            <translation>peta memerlukan memori sekitar %1, dan yang bebas %2: tutup program lain, atau pilih ubin yang lebih kecil (tile)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/run_identity.py" />
            <source>missing where</source>
            <translation>aturan data kosong</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/segment.py" />
            <source>raster %1 of %2: %3</source>
            <translation>raster %1 dari %2: %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/segment.py" />
            <source>%1 is not mapped: %2</source>
            <translation>%1 tidak dipetakan: %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/segment.py" />
            <source>none of %1 rasters could be mapped; the first: %2</source>
            <translation>tidak satu pun dari %1 raster dapat dipetakan; yang pertama: %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/segment.py" />
            <source>%1 holds pixels of %2: choose another output file</source>
            <translation>%1 memuat piksel %2: pilih berkas keluaran lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/mapping/segmentation.py" />
            <source>overlap is %1 pixels, but must be smaller than the tile of %2: choose less</source>
            <translation>tumpang tindih %1 piksel, padahal harus lebih kecil daripada ubin sebesar %2: pilih yang lebih kecil</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>trained %1</source>
            <translation>dilatih %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>mean IoU</source>
            <translation>IoU rata-rata</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>mapped by %1 (%2 on ground kept out of the training)</source>
            <translation>dipetakan oleh %1 (%2 pada lahan yang disisihkan dari pelatihan)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>mapped by %1 (%2)</source>
            <translation>dipetakan oleh %1 (%2)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>network: %1 on %2, output stride %3, atrous rates %4, chips of %5 pixels</source>
            <translation>jaringan: %1 di atas %2, output stride %3, atrous rate %4, potongan %5 piksel</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>ground sample distance: %1 m</source>
            <translation>resolusi spasial: %1 m</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>bands: %1</source>
            <translation>kanal: %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>values: scaled by what each raster declares</source>
            <translation>nilai: diskalakan menurut yang dinyatakan setiap raster</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>%1. %2, values %3 to %4</source>
            <translation>%1. %2, nilai %3 sampai %4</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>classes: %1</source>
            <translation>kelas: %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>best epoch</source>
            <translation>epoch terbaik</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>validation: not recorded</source>
            <translation>validasi: tidak dicatat</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/describe.py" />
            <source>%1 in all</source>
            <translation>%1 seluruhnya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/device.py" />
            <source>device is %1, but torch %2 finds none on this machine: choose auto or %3</source>
            <translation>perangkat adalah %1, tetapi torch %2 tidak menemukannya di komputer ini: pilih auto atau %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/download.py" />
            <source>%1 is damaged and is downloaded again</source>
            <translation>%1 rusak dan diunduh lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/download.py" />
            <source>the folder %1 cannot be created (%2): set TORCH_HOME to a folder that can be written to</source>
            <translation>folder %1 tidak dapat dibuat (%2): atur TORCH_HOME ke folder yang dapat ditulisi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/download.py" />
            <source>downloading %1 to %2</source>
            <translation>mengunduh %1 ke %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/download.py" />
            <source>what arrived is incomplete or not that file</source>
            <translation>yang diterima tidak lengkap atau bukan berkas itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/download.py" />
            <source>downloading %1</source>
            <translation>mengunduh %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/download.py" />
            <source>%1 cannot be downloaded (%2): go online, fetch %3 elsewhere and put it into %4, or choose weights none to start at random</source>
            <translation>%1 tidak dapat diunduh (%2): sambungkan ke internet, ambil %3 di tempat lain dan letakkan di %4, atau pilih weights none untuk mulai secara acak</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/model_file.py" />
            <source>%1 holds no model card: choose a model file that a training of this plugin has written</source>
            <translation>%1 tidak memuat kartu model: pilih berkas model yang ditulis oleh pelatihan plugin ini</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/model_file.py" />
            <source>%1 cannot be used as a model file: %2</source>
            <translation>%1 tidak dapat dipakai sebagai berkas model: %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/model_file.py" />
            <source>%1 is damaged, %2 is not what its card describes: choose another model file</source>
            <translation>%1 rusak, %2 tidak sesuai dengan kartunya: pilih berkas model lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/model_file.py" />
            <source>%1 holds weights that are not finite: choose another model file or train again</source>
            <translation>%1 memuat bobot yang tidak berhingga: pilih berkas model lain atau latih lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/model_file.py" />
            <source>%1 is damaged, its weights are not those that were saved: choose another copy of it</source>
            <translation>%1 rusak, bobotnya bukan yang disimpan: pilih salinan lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/model_file.py" />
            <source>%1 is damaged or not a .safetensors file: choose one that a training has written</source>
            <translation>%1 rusak atau bukan berkas .safetensors: pilih yang ditulis oleh sebuah pelatihan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/model_file.py" />
            <source>%1 cannot be read (%2): choose an existing model file</source>
            <translation>%1 tidak dapat dibaca (%2): pilih berkas model yang ada</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/normalise.py" />
            <source>band %1 has no valid pixel on the labelled ground: leave it out or choose other rasters</source>
            <translation>kanal %1 tidak memiliki piksel sah pada lahan berlabel: tinggalkan kanal itu atau pilih raster lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/normalise.py" />
            <source>band %1 holds %2, which looks like missing data: make it the nodata value of the raster</source>
            <translation>kanal %1 memuat %2, yang tampaknya data kosong: jadikan nilai nodata raster itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/openvino_network.py" />
            <source>the runtime is openvino, which %1 cannot import (%2): %3, or choose the runtime torch</source>
            <translation>runtime-nya openvino, yang tidak dapat diimpor %1 (%2): %3, atau pilih runtime torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/openvino_network.py" />
            <source>OpenVINO in %1 does not work (%2: %3): install it anew, or choose the runtime torch</source>
            <translation>OpenVINO di %1 tidak berfungsi (%2: %3): pasang ulang, atau pilih runtime torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/tensor_file.py" />
            <source>its header of %1 bytes is longer than the format allows</source>
            <translation>header-nya sebesar %1 byte lebih panjang daripada yang diizinkan formatnya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/torchvision_parts.py" />
            <source>torchvision does not fit torch %1 (%2): install the two together</source>
            <translation>torchvision tidak cocok dengan torch %1 (%2): pasang keduanya bersama-sama</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>the pyramid</source>
            <translation>piramida</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>the auxiliary head</source>
            <translation>kepala bantu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>the decoder</source>
            <translation>dekoder</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>initial weights: none, the network starts at random</source>
            <translation>bobot awal: none, jaringan mulai secara acak</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>initial weights: %1</source>
            <translation>bobot awal: %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>%1 starts at random, the file has none</source>
            <translation>%1 mulai secara acak, berkas itu tidak memilikinya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>weights are %1, but there is no such file: give none, imagenet, coco or an existing file</source>
            <translation>bobotnya %1, tetapi tidak ada berkas seperti itu: berikan none, imagenet, coco, atau berkas yang ada</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>%1 weights exist for %2 only: choose imagenet for %3</source>
            <translation>bobot %1 hanya ada untuk %2: pilih imagenet untuk %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>%1 is damaged, or cannot be read without running code from it: choose a state dict in torchvision's format or a model file</source>
            <translation>%1 rusak, atau tidak dapat dibaca tanpa menjalankan kode darinya: pilih state dict berformat torchvision atau berkas model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>%1 holds something else than weights by name: choose a state dict in torchvision's format or a model file</source>
            <translation>%1 memuat sesuatu selain bobot dengan nama: pilih state dict berformat torchvision atau berkas model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>%1 is for %2 bands, but the training has %3: train on as many or choose other weights</source>
            <translation>%1 untuk %2 kanal, sedangkan pelatihan memiliki %3: latih dengan jumlah yang sama atau pilih bobot lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>the first layer was for %1 and is fitted to %2</source>
            <translation>lapisan pertama tadinya untuk %1 dan disesuaikan ke %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>classes that the file does not know start at random: %1</source>
            <translation>kelas yang tidak dikenal berkas itu mulai secara acak: %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>the class layers start at random, the file has %1 classes</source>
            <translation>lapisan kelas mulai secara acak, berkas itu memiliki %1 kelas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>the decoder of the file is left out</source>
            <translation>dekoder dari berkas itu ditinggalkan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>%1 does not fit %2, %3 is missing: choose weights of a %4</source>
            <translation>%1 tidak cocok dengan %2, %3 tidak ada: pilih bobot untuk %4</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>%1 does not fit %2, %3 is not part of it: choose weights of a %4</source>
            <translation>%1 tidak cocok dengan %2, %3 bukan bagiannya: pilih bobot untuk %4</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>%1 does not fit %2, %3 has another shape: choose weights of a %4</source>
            <translation>%1 tidak cocok dengan %2, %3 berbentuk lain: pilih bobot untuk %4</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/network/weights.py" />
            <source>%1 holds weights that are not finite: choose another file</source>
            <translation>%1 memuat bobot yang tidak berhingga: pilih berkas lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/output.py" />
            <source>the folder %1 cannot be created (%2): choose another one</source>
            <translation>folder %1 tidak dapat dibuat (%2): pilih yang lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/output.py" />
            <source>the folder %1 does not exist: create it or choose another one</source>
            <translation>folder %1 tidak ada: buat folder itu atau pilih yang lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/output.py" />
            <source>%1 is a folder: give the name of a file in it</source>
            <translation>%1 adalah folder: berikan nama berkas di dalamnya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/output.py" />
            <source>the folder %1 cannot be written to (%2): choose another one</source>
            <translation>folder %1 tidak dapat ditulisi (%2): pilih yang lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/output.py" />
            <source>%1 is no UTF-8, which GDAL writes alone: choose another name</source>
            <translation>%1 bukan UTF-8, padahal hanya itu yang ditulis GDAL: pilih nama lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/output.py" />
            <source>%1 cannot be written to (%2): choose another name</source>
            <translation>%1 tidak dapat ditulisi (%2): pilih nama lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/polygons/coverage.py" />
            <source>borders are simplified with shapely 2.1, which %1 lacks: %2</source>
            <translation>batas poligon disederhanakan dengan shapely 2.1, yang tidak dimiliki %1: %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/polygons/ground_area.py" />
            <location filename="../paddy_segmenter/core/polygons/layer_crs.py" />
            <source>reproject the raster, or leave the polygons out</source>
            <translation>proyeksikan ulang raster itu, atau buat peta tanpa poligon</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/polygons/ground_area.py" />
            <source>the area of a polygon cannot be measured in %1 (%2): %3</source>
            <translation>luas suatu poligon tidak dapat diukur dalam %1 (%2): %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/polygons/layer_crs.py" />
            <source>a GeoPackage cannot hold the CRS %1 of the raster (%2): %3</source>
            <translation>GeoPackage tidak dapat memuat CRS %1 dari raster itu (%2): %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/bands.py" />
            <source>%1 bands chosen, but the model expects %2 (%3): choose %4</source>
            <translation>%1 kanal dipilih, sedangkan model mengharapkan %2 (%3): pilih %4</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/bands.py" />
            <source>the model expects %1 bands, %2 has %3: choose another model or raster</source>
            <translation>model mengharapkan %1 kanal, %2 memiliki %3: pilih model atau raster lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/gdal_errors.py" />
            <source>GDAL names no reason</source>
            <translation>GDAL tidak menyebutkan alasan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/gdal_errors.py" />
            <source>unset the environment variables PROJ_LIB and PROJ_DATA, which lead to the data of another PROJ</source>
            <translation>hapus variabel lingkungan PROJ_LIB dan PROJ_DATA, yang mengarah ke data PROJ lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/gdal_errors.py" />
            <source>%1 cannot be written (%2): let a program open more of them (ulimit -n), or take fewer rasters</source>
            <translation>%1 tidak dapat ditulis (%2): izinkan program membuka lebih banyak berkas (ulimit -n), atau pakai lebih sedikit raster</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/gdal_errors.py" />
            <source>cannot write into %1 (%2): free disk space there</source>
            <translation>tidak dapat menulis ke %1 (%2): kosongkan ruang disk di sana</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/gdal_errors.py" />
            <source>%1 cannot be written (%2): see whether its folder can be written to, else report it with the log (standard error)</source>
            <translation>%1 tidak dapat ditulis (%2): periksa apakah foldernya dapat ditulisi, jika ya laporkan beserta log (standard error)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <source>assign one (Raster &gt; Projections &gt; Assign projection)</source>
            <translation>tetapkan (Raster &gt; Proyeksi &gt; Tetapkan proyeksi)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <source>%1 says by %2 where its pixels lie: warp it (Raster &gt; Projections &gt; Warp)</source>
            <translation>%1 menyatakan letak pikselnya dengan %2: lakukan warp (Raster &gt; Proyeksi &gt; Warp)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <source>%1 is %2 x %3 pixels, but a side has %4 at most: check the file, or cut it</source>
            <translation>%1 berukuran %2 x %3 piksel, padahal satu sisi paling banyak %4: periksa berkasnya, atau potong</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1 has a coordinate reference system that PROJ does not know (%2): assign one (Raster &gt; Projections &gt; Assign projection)</source>
            <translation>%1 memiliki sistem referensi koordinat yang tidak dikenal PROJ (%2): tetapkan yang lain (Raster &gt; Proyeksi &gt; Tetapkan proyeksi)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <source>%1 has no coordinate reference system: assign one (Raster &gt; Projections &gt; Assign projection)</source>
            <translation>%1 tidak memiliki sistem referensi koordinat: tetapkan (Raster &gt; Proyeksi &gt; Tetapkan proyeksi)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <source>%1 has a geocentric CRS (%2), on which no map is drawn: assign one (Raster &gt; Projections &gt; Assign projection)</source>
            <translation>%1 memiliki CRS geosentrik (%2), yang tidak dapat memuat peta: tetapkan CRS-nya (Raster &gt; Proyeksi &gt; Tetapkan proyeksi)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <source>%1 has a coordinate reference system (%2) from which PROJ knows no way to degrees: assign the one it is in (Raster &gt; Projections &gt; Assign projection)</source>
            <translation>%1 memiliki sistem referensi koordinat (%2) yang oleh PROJ tidak dapat diubah ke derajat: tetapkan yang sebenarnya (Raster &gt; Proyeksi &gt; Tetapkan proyeksi)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <source>%1 does not say where its pixels lie: georeference it (Raster &gt; Georeferencer)</source>
            <translation>%1 tidak menyebutkan letak pikselnya: lakukan georeferensi (Raster &gt; Georeferensi)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <source>%1 has a geotransform that leads nowhere (%2): georeference it (Raster &gt; Georeferencer)</source>
            <translation>%1 memiliki geotransform yang tidak menunjuk ke mana pun (%2): lakukan georeferensi (Raster &gt; Georeferensi)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <source>%1 reaches latitude %2, but a CRS in degrees ends at 90: assign the CRS it is in</source>
            <translation>%1 mencapai lintang %2, padahal CRS dalam derajat berakhir di 90: tetapkan CRS yang sebenarnya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <source>%1 has pixels of %2 x %3 m on the ground: assign the CRS it is in, or georeference it</source>
            <translation>%1 memiliki piksel sebesar %2 x %3 m di lahan: tetapkan CRS yang sebenarnya, atau lakukan georeferensi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <source>PROJ's own data cannot be read (%1): take %2 out of the environment</source>
            <translation>data milik PROJ sendiri tidak dapat dibaca (%1): keluarkan %2 dari variabel lingkungan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/georeference.py" />
            <source>PROJ's own data cannot be read (%1): install PROJ anew</source>
            <translation>data milik PROJ sendiri tidak dapat dibaca (%1): pasang ulang PROJ</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/globe.py" />
            <source>%1 has a corner at %2, %3, which is no place on earth: correct or delete it, or check the layer's CRS where all are like this</source>
            <translation>%1 memiliki sudut di %2, %3, yang bukan tempat di bumi: perbaiki atau hapus, atau periksa CRS layer bila semuanya seperti itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/globe.py" />
            <source>the north pole</source>
            <translation>kutub utara</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/ground_control.py" />
            <source>warp it (Raster &gt; Projections &gt; Warp)</source>
            <translation>lakukan warp (Raster &gt; Proyeksi &gt; Warp)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/ground_control.py" />
            <source>rational polynomial coefficients</source>
            <translation>koefisien polinomial rasional (RPC)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/ground_control.py" />
            <source>geolocation arrays</source>
            <translation>larik geolokasi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/ground_control.py" />
            <source>%1 has ground control points in no coordinate reference system: georeference it (Raster &gt; Georeferencer)</source>
            <translation>%1 memiliki titik kontrol tanah tanpa sistem referensi koordinat: lakukan georeferensi (Raster &gt; Georeferensi)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/ground_control.py" />
            <source>%1 cannot be placed by its ground control points (%2): warp it (Raster &gt; Projections &gt; Warp)</source>
            <translation>%1 tidak dapat ditempatkan dengan titik kontrol tanahnya (%2): lakukan warp (Raster &gt; Proyeksi &gt; Warp)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/interest.py" />
            <source>%1 holds no polygons: draw one around the area, or choose another layer</source>
            <translation>%1 tidak memuat poligon: gambar satu di sekeliling area, atau pilih layer lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/interest.py" />
            <source>the extent %1 has a side beyond all numbers: give one about the raster</source>
            <translation>luasan %1 memiliki sisi yang melampaui semua bilangan: berikan luasan di sekitar raster</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/interest.py" />
            <source>the extent %1 is empty: give left,right,bottom,top in this order</source>
            <translation>luasan %1 kosong: berikan kiri,kanan,bawah,atas dalam urutan ini</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/interest.py" />
            <source>the extent %1</source>
            <translation>luasan %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/interest.py" />
            <source>the area of interest %1</source>
            <translation>area kajian %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/interest.py" />
            <source>the CRS %1 of the extent is not known: give one by its code, such as EPSG:4326</source>
            <translation>CRS %1 dari luasan tidak dikenal: berikan CRS dengan kodenya, misalnya EPSG:4326</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/interest.py" />
            <source>the area of interest %1 does not touch the raster: choose another area, or check the CRS of both</source>
            <translation>area kajian %1 tidak menyentuh raster: pilih area lain, atau periksa CRS keduanya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/layer_contents.py" />
            <source>features without a geometry</source>
            <translation>fitur tanpa geometri</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/layer_contents.py" />
            <source>empty geometries</source>
            <translation>geometri kosong</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/layer_contents.py" />
            <source>geometries of other kinds</source>
            <translation>geometri jenis lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/listed_files.py" />
            <source>a file beside %1 is damaged (%2): remove it if it is an overview (.ovr), get it anew if it is a mask (.msk) or holds what the raster declares (.aux.xml)</source>
            <translation>sebuah berkas di samping %1 rusak (%2): hapus bila itu overview (.ovr), ambil yang baru bila itu mask (.msk) atau memuat yang dinyatakan raster (.aux.xml)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/meaning.py" />
            <source>%1 declares a scale or an offset of its values, and the model learnt from values as they are stored: they are read as they are stored, expect a poor map where the training's were in other units</source>
            <translation>%1 menyatakan skala atau offset untuk nilainya, sedangkan model belajar dari nilai sebagaimana disimpan: nilainya dibaca sebagaimana disimpan, petanya akan kurang baik bila nilai pelatihan dalam satuan lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/meaning.py" />
            <source>the values of %1 are scaled by what it declares, as the model learnt them</source>
            <translation>nilai %1 diskalakan menurut yang dinyatakannya, seperti yang dipelajari model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/meaning.py" />
            <source>%1 declares no scale and no offset, and the model learnt from scaled values: its values are taken for what they are</source>
            <translation>%1 tidak menyatakan skala maupun offset, sedangkan model belajar dari nilai yang diskalakan: nilainya dipakai apa adanya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/meaning.py" />
            <source>the values of %1 are numbers of colours in a table, which mean nothing to a network: turn them into red, green and blue first (Raster &gt; Conversion &gt; PCT to RGB)</source>
            <translation>nilai %1 adalah nomor warna dalam sebuah tabel, yang tidak berarti bagi jaringan: ubah dahulu menjadi merah, hijau, dan biru (Raster &gt; Konversi &gt; PCT ke RGB)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/meaning.py" />
            <source>the values of %1 of %2 lie too close together for their size, and are rounded until they are the same: subtract a number from them first (Raster &gt; Raster Calculator)</source>
            <translation>nilai %1 dari %2 terlalu berdekatan untuk besarnya, dan dibulatkan sampai menjadi sama: kurangi dahulu dengan suatu bilangan (Raster &gt; Kalkulator Raster)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1 has no bands: choose one of its sub-datasets</source>
            <translation>%1 tidak memiliki kanal: pilih salah satu sub-dataset-nya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1 holds complex numbers: write their amplitude or intensity to a raster first</source>
            <translation>%1 memuat bilangan kompleks: tulis dahulu amplitudo atau intensitasnya ke raster</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1 has %2 x %3 pixels, but its mask %4 x %5: remove the .msk file beside it, or get both anew</source>
            <translation>%1 memiliki %2 x %3 piksel, tetapi masknya %4 x %5: hapus berkas .msk di sampingnya, atau dapatkan keduanya lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1 refers to a file that is not there (%2): put it back, or choose another raster</source>
            <translation>%1 merujuk ke berkas yang tidak ada (%2): kembalikan berkas itu, atau pilih raster lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1 cannot be read (%2): check the connection, or take a copy on a disk</source>
            <translation>%1 tidak dapat dibaca (%2): periksa koneksi, atau pakai salinan di disk</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1 cannot be read (%2): the file is damaged, get it anew</source>
            <translation>%1 tidak dapat dibaca (%2): berkas rusak, ambil yang baru</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1 is no UTF-8, which GDAL reads alone: rename the file</source>
            <translation>%1 bukan UTF-8, padahal hanya itu yang dibaca GDAL: ganti nama berkas itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1 is a pipe or a device, of which no part can be read twice: save it as a file</source>
            <translation>%1 adalah pipe atau perangkat, yang bagiannya tidak dapat dibaca dua kali: simpan sebagai berkas</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1... has %2 bytes, but GDAL reads paths of up to %3: move the file</source>
            <translation>%1... sepanjang %2 bita, padahal GDAL membaca path sampai %3: pindahkan berkas itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1 cannot be opened (%2): check the address and the connection</source>
            <translation>%1 tidak dapat dibuka (%2): periksa alamat dan koneksi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <location filename="../paddy_segmenter/core/rasters/polygon_layer.py" />
            <source>%1 does not exist: check the path</source>
            <translation>%1 tidak ada: periksa path-nya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1 is a link to a file that does not exist: check the path</source>
            <translation>%1 adalah tautan ke berkas yang tidak ada: periksa path-nya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/opening.py" />
            <source>%1 is not a raster that GDAL can open: choose a raster file such as a GeoTIFF</source>
            <translation>%1 bukan raster yang dapat dibuka GDAL: pilih berkas raster, misalnya GeoTIFF</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/placement.py" />
            <source>%1 reaches %2, %3, which has no place in the raster's CRS: cut it to the surroundings of the raster</source>
            <translation>%1 mencapai %2, %3, yang tidak memiliki tempat dalam CRS raster: potong menurut sekitar raster</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/polygon_layer.py" />
            <source>%1 is not a vector layer that GDAL can open: choose a polygon layer</source>
            <translation>%1 bukan layer vektor yang dapat dibuka GDAL: pilih layer poligon</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/polygon_layer.py" />
            <source>%1 has no layer %2: choose another layer</source>
            <translation>%1 tidak memiliki layer %2: pilih layer lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/polygon_layer.py" />
            <source>%1 holds no layer: it is empty or was copied in part, get it anew</source>
            <translation>%1 tidak memuat layer: berkas kosong atau hanya tersalin sebagian, ambil yang baru</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/polygon_layer.py" />
            <source>%1 holds no polygons: choose a polygon layer</source>
            <translation>%1 tidak memuat poligon: pilih layer poligon</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/polygon_layer.py" />
            <source>the polygon with the id %1 of %2</source>
            <translation>poligon dengan id %1 dari %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/polygon_layer.py" />
            <source>%1 has no coordinate reference system: assign one in the layer's properties</source>
            <translation>%1 tidak memiliki sistem referensi koordinat: tetapkan di properti layer</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/polygon_layer.py" />
            <source>%1 cannot be read (%2): a file of it is damaged or was copied in part, get it anew</source>
            <translation>%1 tidak dapat dibaca (%2): salah satu berkasnya rusak atau hanya tersalin sebagian, ambil yang baru</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster.py" />
            <source>where it holds values, such as near infrared, set its colour interpretation to undefined (gdal_edit.py -colorinterp_4 undefined)</source>
            <translation>bila kanal itu berisi nilai, misalnya inframerah dekat, atur interpretasi warnanya menjadi undefined (gdal_edit.py -colorinterp_4 undefined)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster.py" />
            <source>%1 is placed by %2 ground control points: it is warped by GDAL's polynomial through them, nearest neighbour, as QGIS shows it</source>
            <translation>%1 ditempatkan oleh %2 titik kontrol tanah: raster di-warp dengan polinomial GDAL melalui titik-titik itu, tetangga terdekat, seperti yang ditampilkan QGIS</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster.py" />
            <source>size, place and CRS</source>
            <translation>ukuran, letak, dan CRS</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster.py" />
            <location filename="../training/training_identity.py" />
            <source>nodata and masks</source>
            <translation>nodata dan mask</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster.py" />
            <location filename="../training/training_identity.py" />
            <source>values left out</source>
            <translation>nilai yang disisihkan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster.py" />
            <source>page, sub-dataset or member</source>
            <translation>halaman, sub-dataset, atau anggota arsip</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster.py" />
            <source>raster files</source>
            <translation>berkas raster</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster.py" />
            <location filename="../training/planning/lines.py" />
            <source>band %1</source>
            <translation>kanal %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster.py" />
            <source>band %1 of %2 is an alpha band, which is a mask: where it holds values, such as near infrared, set its colour interpretation to undefined (gdal_edit.py -colorinterp_4 undefined)</source>
            <translation>kanal %1 dari %2 adalah kanal alfa, yaitu mask: bila kanal itu berisi nilai, misalnya inframerah dekat, atur interpretasi warnanya menjadi undefined (gdal_edit.py -colorinterp_4 undefined)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster.py" />
            <source>band %1 does not exist: %2 has %3 bands</source>
            <translation>kanal %1 tidak ada: %2 memiliki %3 kanal</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster_file.py" />
            <source>it is not kept</source>
            <translation>CRS itu tidak tersimpan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster_file.py" />
            <source>reproject the raster</source>
            <translation>proyeksikan ulang raster itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raster_file.py" />
            <source>a GeoTIFF cannot hold the CRS %1 of the raster (%2): %3</source>
            <translation>GeoTIFF tidak dapat memuat CRS %1 dari raster itu (%2): %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/raw_files.py" />
            <source>%1 has %2 bytes, but its header tells of %3 or more: the file is cut off, get it anew</source>
            <translation>%1 berisi %2 bita, padahal kepala berkasnya menyebut %3 atau lebih: berkas terpotong, ambil yang baru</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/reprojection.py" />
            <source>%1 cannot be transformed to the raster's CRS (%2 -&gt; %3): check its CRS</source>
            <translation>%1 tidak dapat ditransformasikan ke CRS raster (%2 -&gt; %3): periksa CRS-nya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/reprojection.py" />
            <source>a place lies beyond the projection</source>
            <translation>suatu tempat berada di luar proyeksi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/undeclared.py" />
            <source>%1 holds %2: that is taken for missing data and left out; make it the nodata value of the raster, or have undeclared missing values kept where they are data</source>
            <translation>%1 memuat %2: itu dianggap data kosong dan disisihkan; jadikan nilai nodata raster itu, atau pertahankan nilai tersebut (undeclared missing: keep) bila memang data</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/undeclared.py" />
            <source>nothing but %1 in %2</source>
            <translation>hanya %1 pada %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/undeclared.py" />
            <source>%1 in %2, far from all other values (%3 to %4)</source>
            <translation>%1 pada %2, jauh dari semua nilai lain (%3 sampai %4)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/view_crs.py" />
            <source>cut it into parts, or bring it to the model's ground sample distance yourself</source>
            <translation>potong menjadi beberapa bagian, atau bawa sendiri ke resolusi spasial model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/view_crs.py" />
            <source>the raster is %1 degrees wide, but one UTM zone serves %2: cut it into parts, or bring it to the model's ground sample distance yourself</source>
            <translation>raster itu selebar %1 derajat, sedangkan satu zona UTM melayani %2: potong menjadi beberapa bagian, atau bawa sendiri ke resolusi spasial model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/view_crs.py" />
            <source>the raster reaches %1 degrees from its centre, but one projection serves %2: cut it into parts, or bring it to the model's ground sample distance yourself</source>
            <translation>raster itu mencapai %1 derajat dari pusatnya, sedangkan satu proyeksi melayani %2: potong menjadi beberapa bagian, atau bawa sendiri ke resolusi spasial model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/view_grid.py" />
            <source>the model's pixels of %1 x %2 m are more than %3 times finer than the raster's of %4 m: take a finer raster or a coarser model</source>
            <translation>piksel model sebesar %1 x %2 m lebih dari %3 kali lebih halus daripada piksel raster sebesar %4 m: gunakan raster yang lebih halus atau model yang lebih kasar</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/view_grid.py" />
            <source>the raster covers %1 x %2 m, less than a pixel of the model's %3 m: take a larger raster or a finer model</source>
            <translation>raster itu mencakup %1 x %2 m, kurang dari satu piksel model sebesar %3 m: gunakan raster yang lebih besar atau model yang lebih halus</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/rasters/view_grid.py" />
            <source>the raster reaches latitude %1, where it cannot be resampled for the model: cut off its rows beyond the pole (Raster &gt; Extraction &gt; Clip)</source>
            <translation>raster itu mencapai lintang %1, tempat ia tidak dapat di-resample untuk model: potong baris-barisnya di luar kutub (Raster &gt; Ekstraksi &gt; Potong)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/unfinished.py" />
            <source>starts anew, nobody knows which job an earlier run was</source>
            <translation>mulai dari awal, tidak diketahui pekerjaan apa proses sebelumnya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/unfinished.py" />
            <source>run that job again to go on with it, or delete the folder</source>
            <translation>jalankan lagi pekerjaan itu untuk melanjutkannya, atau hapus folder itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/unfinished.py" />
            <source>starts anew, an earlier run was another job: %1 changed</source>
            <translation>mulai dari awal, proses sebelumnya adalah pekerjaan lain: %1 berubah</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/unfinished.py" />
            <source>%1; more work than its own is set aside in %2 already (%3) and stays: run that job again to go on with it, or delete the folder</source>
            <translation>%1; hasil kerja yang lebih besar sudah disimpan terpisah di %2 (%3) dan dibiarkan: jalankan lagi pekerjaan itu untuk melanjutkannya, atau hapus folder itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/unfinished.py" />
            <source>%1; its work is set aside in %2 (%3): run that job again to go on with it, or delete the folder</source>
            <translation>%1; hasil kerjanya disimpan terpisah di %2 (%3): jalankan lagi pekerjaan itu untuk melanjutkannya, atau hapus folder itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/core/unfinished.py" />
            <source>the unfinished work of another job in %1 cannot be set aside (%2): remove it, or choose another output file</source>
            <translation>hasil kerja pekerjaan lain yang belum selesai di %1 tidak dapat dipindahkan (%2): hapus, atau pilih berkas keluaran lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/errors.py" />
            <source>out of memory: close other programs, or use a smaller batch or smaller chips</source>
            <translation>memori habis: tutup program lain, atau gunakan batch atau potongan yang lebih kecil</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/failures.py" />
            <source>%1 is not installed in %2: %3</source>
            <translation>%1 tidak terpasang di %2: %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/failures.py" />
            <source>%1 cannot be loaded (%2) by %3: %4</source>
            <translation>%1 tidak dapat dimuat (%2) oleh %3: %4</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/failures.py" />
            <source>unexpected %1 (%2): please report it with the log (standard error)</source>
            <translation>%1 yang tidak terduga (%2): mohon laporkan beserta log (standard error)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/colours.py" />
            <source>the colour of %1 is %2: give # and six hexadecimal digits, e.g. #009e73</source>
            <translation>warna %1 adalah %2: berikan # dan enam digit heksadesimal, misalnya #009e73</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/files.py" />
            <source>%1 does not end in %2: choose a name that does</source>
            <translation>%1 tidak berakhiran %2: pilih nama yang berakhiran demikian</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/files.py" />
            <source>%1 and %2 would share one style file, which is named after both: choose another name</source>
            <translation>%1 dan %2 akan berbagi satu berkas gaya, yang dinamai menurut keduanya: pilih nama lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/files.py" />
            <source>no %1 is given: name at least one</source>
            <translation>tidak ada %1 yang diberikan: sebutkan sedikitnya satu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/files.py" />
            <source>%1 labels for %2 %3s: give one for all, or one for each in the same order</source>
            <translation>%1 label untuk %2 %3: berikan satu untuk semua, atau satu untuk masing-masing dengan urutan yang sama</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/segmentation.py" />
            <source>device is %1, where the runtime openvino does not compute: choose the device auto or cpu, or the runtime torch</source>
            <translation>perangkat adalah %1, padahal runtime openvino tidak menghitung di sana: pilih perangkat auto atau cpu, atau runtime torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/segmentation.py" />
            <source>tile is %1 pixels: the least is %2, or 0 for a size that fits the model</source>
            <translation>ubin %1 piksel: paling kecil %2, atau 0 untuk ukuran yang cocok dengan model</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/segmentation.py" />
            <source>no raster is given: name rasters or a folder of them</source>
            <translation>tidak ada raster yang diberikan: sebutkan raster atau foldernya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/segmentation.py" />
            <source>%1 and %2 would both become %3.tif: rename one, or map them in two runs</source>
            <translation>%1 dan %2 akan sama-sama menjadi %3.tif: ganti nama salah satunya, atau petakan dalam dua proses</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/segmentation.py" />
            <source>the maps would lie among the rasters of %1, and a later run would map them too: choose another output folder</source>
            <translation>peta akan berada di antara raster dalam %1, dan proses berikutnya akan ikut memetakannya: pilih folder keluaran lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/segmentation.py" />
            <source>the folder %1 cannot be read (%2): choose an existing one</source>
            <translation>folder %1 tidak dapat dibaca (%2): pilih folder yang ada</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/segmentation.py" />
            <source>the folder %1 holds no %2 file: choose another one</source>
            <translation>folder %1 tidak memuat berkas %2: pilih yang lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/training/chips.py" />
            <source>chip is %1 pixels, but must be a multiple of 16: try %2</source>
            <translation>potongan %1 piksel, padahal harus kelipatan 16: coba %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/training/job.py" />
            <source>on_stop is model, but neither folds nor a comparison with a random split can be finished early: choose checkpoint</source>
            <translation>on_stop adalah model, tetapi lipatan maupun perbandingan dengan pembagian acak tidak dapat diselesaikan lebih awal: pilih checkpoint</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/training/job.py" />
            <source>freeze is %1, but weights none are random: choose initial weights, or freeze none</source>
            <translation>freeze adalah %1, tetapi bobot none bersifat acak: pilih bobot awal, atau freeze none</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/training/learning.py" />
            <source>batch is %1: the least is %2, or 0 for as many as memory suffices for</source>
            <translation>batch adalah %1: paling sedikit %2, atau 0 untuk sebanyak yang dimuat memori</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/training/learning.py" />
            <source>learning_rate is %1: the least is %2, or 0 to have it found</source>
            <translation>learning_rate adalah %1: paling kecil %2, atau 0 agar dicarikan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/training/network.py" />
            <source>%1 atrous rates, but the pyramid has three branches: give three or none</source>
            <translation>%1 atrous rate, padahal piramida bercabang tiga: berikan tiga atau tidak sama sekali</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/training/validation.py" />
            <source>split is polygons, but their layer or its field is missing: give split_areas and split_field</source>
            <translation>split adalah polygons, tetapi layer atau field-nya belum ada: berikan split_areas dan split_field</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/training/validation.py" />
            <source>split_areas are given, but split is %1: choose the split polygons</source>
            <translation>split_areas diberikan, tetapi split adalah %1: pilih split polygons</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/training/validation.py" />
            <source>folds is 1: give 0 for a single split, or 2 or more</source>
            <translation>folds adalah 1: berikan 0 untuk satu pembagian, atau 2 atau lebih</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/training/validation.py" />
            <source>keep_last is yes, but after folds the model is that of its last epoch: choose no</source>
            <translation>keep_last adalah yes, tetapi setelah folds modelnya adalah model epoch terakhir: pilih no</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/jobs/training/validation.py" />
            <source>optimism compares a split with a random one, but split is random: choose the split blocks or polygons</source>
            <translation>optimism membandingkan suatu pembagian dengan pembagian acak, tetapi split adalah random: pilih split blocks atau polygons</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/loss_terms.py" />
            <source>loss is %1: add up %2, each once, with a weight above 0 and up to %3 before it, such as cross_entropy + 0.5 dice</source>
            <translation>loss adalah %1: jumlahkan %2, masing-masing satu kali, dengan bobot di atas 0 sampai %3 di depannya, misalnya cross_entropy + 0.5 dice</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/packages.py" />
            <source>take %1, where other builds of them lie, out of the environment variable PYTHONPATH</source>
            <translation>keluarkan %1, tempat versi (build) lainnya berada, dari variabel lingkungan PYTHONPATH</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/packages.py" />
            <source>use the Python of QGIS, or an environment made by it with --system-site-packages and with no numpy of its own</source>
            <translation>gunakan Python milik QGIS, atau lingkungan yang dibuat dengannya memakai --system-site-packages dan tanpa numpy sendiri</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/packages.py" />
            <source>run %1</source>
            <translation>jalankan %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/rules.py" />
            <source>a text</source>
            <translation>teks</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/rules.py" />
            <source>%1 holds %2: give two sides with = between them</source>
            <translation>%1 berisi %2: berikan dua sisi dengan = di antaranya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/rules.py" />
            <source>%1 names %2 twice: name it once</source>
            <translation>%1 menyebut %2 dua kali: sebutkan sekali saja</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/rules.py" />
            <source>%1 is %2: give a tuple</source>
            <translation>%1 adalah %2: berikan tuple</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/rules.py" />
            <source>%1 is %2: give %3</source>
            <translation>%1 adalah %2: berikan %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/rules.py" />
            <source>%1 contains a NUL character: remove it</source>
            <translation>%1 memuat karakter NUL: hapus karakter itu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/rules.py" />
            <source>%1 is empty: give the %2</source>
            <translation>%1 kosong: berikan %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/rules.py" />
            <source>%1 is %2: choose one of %3</source>
            <translation>%1 adalah %2: pilih salah satu dari %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/rules.py" />
            <source>%1 is %2: the least is %3</source>
            <translation>%1 adalah %2: paling kecil %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/rules.py" />
            <source>%1 is %2: the most is %3</source>
            <translation>%1 adalah %2: paling besar %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/rules.py" />
            <source>%1 is an input and an output of this job: choose another output file</source>
            <translation>%1 adalah masukan sekaligus keluaran pekerjaan ini: pilih berkas keluaran lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/rules.py" />
            <source>two outputs go to one file (%1): choose different files</source>
            <translation>dua keluaran menuju satu berkas (%1): pilih berkas yang berbeda</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/scratch.py" />
            <source>the folder for temporary files</source>
            <translation>folder untuk berkas sementara</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/scratch.py" />
            <source>no temporary folder can be made (%1: %2): free disk space there, or let the environment variable TMPDIR name another folder</source>
            <translation>folder sementara tidak dapat dibuat (%1: %2): kosongkan ruang disk di sana, atau arahkan variabel lingkungan TMPDIR ke folder lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/terminal.py" />
            <source>this job cannot be finished early, it goes on: cancel it, and it can go on later</source>
            <translation>pekerjaan ini tidak dapat diselesaikan lebih awal, ia berjalan terus: batalkan, dan ia dapat dilanjutkan nanti</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/terminal.py" />
            <source>asked to stop: this ends with the best that it has, as soon as there is something; asked once more it stops at once</source>
            <translation>diminta berhenti: proses ini berakhir dengan hasil terbaik yang ada, segera setelah ada hasil; bila diminta sekali lagi, berhenti seketika</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/variations.py" />
            <source>augment names %1: choose one of %2</source>
            <translation>augment menyebut %1: pilih salah satu dari %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/variations.py" />
            <source>augment gives %1 the %2 %3: give a number from %4 to %5</source>
            <translation>augment memberi %1 %2 sebesar %3: berikan bilangan dari %4 sampai %5</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/child.py" />
            <source>%1 cannot be started (%2): set the environment variable PADDY_PYTHON to a Python that has torch</source>
            <translation>%1 tidak dapat dijalankan (%2): atur variabel lingkungan PADDY_PYTHON ke Python yang memiliki torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/command.py" />
            <source>%1 cannot be started: %2</source>
            <translation>%1 tidak dapat dijalankan: %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/crash.py" />
            <source>the job was killed, most likely because the computer ran out of memory: close other programs, or use a smaller batch or smaller chips</source>
            <translation>pekerjaan dimatikan paksa, kemungkinan besar karena memori komputer habis: tutup program lain, atau gunakan batch atau potongan yang lebih kecil</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/crash.py" />
            <source>the job crashed on an invalid memory access: run it again, and report it with the log if it comes back</source>
            <translation>pekerjaan berhenti mendadak karena akses memori tidak sah: jalankan lagi, dan laporkan beserta log bila terulang</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/crash.py" />
            <source>the job crashed on an instruction that this processor does not know: install another build of torch</source>
            <translation>pekerjaan berhenti mendadak karena instruksi yang tidak dikenal prosesor ini: pasang versi (build) torch yang lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/crash.py" />
            <source>a library gave the job up: see what the log ends with</source>
            <translation>sebuah pustaka menghentikan pekerjaan: lihat bagian akhir log</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/crash.py" />
            <source>the job crashed on a file that others cut short, or on a full disk: check the inputs and the free space</source>
            <translation>pekerjaan berhenti mendadak karena berkas yang dipotong program lain, atau disk penuh: periksa masukan dan ruang yang tersisa</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/crash.py" />
            <source>another program ended the job: run it again</source>
            <translation>program lain mengakhiri pekerjaan: jalankan lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/crash.py" />
            <source>the job ended without a result (%1): see the log for its last lines</source>
            <translation>pekerjaan berakhir tanpa hasil (%1): lihat baris terakhir log</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/crash.py" />
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>exit code %1</source>
            <translation>kode keluar %1</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>Settings &gt; Options &gt; Paddy Segmenter</source>
            <translation>Pengaturan &gt; Opsi &gt; Paddy Segmenter</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>choose Install in Settings &gt; Options &gt; Paddy Segmenter</source>
            <translation>pilih Pasang di Pengaturan &gt; Opsi &gt; Paddy Segmenter</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>set the environment variable PADDY_PYTHON to a Python that has torch</source>
            <translation>atur variabel lingkungan PADDY_PYTHON ke Python yang memiliki torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>the chosen %1: %2</source>
            <translation>Python yang dipilih, %1: %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>the chosen %1: %2, or choose another in Settings &gt; Options &gt; Paddy Segmenter</source>
            <translation>Python yang dipilih, %1: %2, atau pilih yang lain di Pengaturan &gt; Opsi &gt; Paddy Segmenter</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>no Python was found beside QGIS: make an environment with torch in %1, or set the environment variable PADDY_PYTHON to a Python that has torch</source>
            <translation>tidak ditemukan Python di samping QGIS: buat lingkungan dengan torch di %1, atau atur variabel lingkungan PADDY_PYTHON ke Python yang memiliki torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>torch is not installed: choose Install in Settings &gt; Options &gt; Paddy Segmenter</source>
            <translation>torch belum terpasang: pilih Pasang di Pengaturan &gt; Opsi &gt; Paddy Segmenter</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>no Python was found beside QGIS: set the environment variable PADDY_PYTHON to a Python that has torch</source>
            <translation>tidak ditemukan Python di samping QGIS: atur variabel lingkungan PADDY_PYTHON ke Python yang memiliki torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>%1 is not a Python: set the environment variable PADDY_PYTHON to a Python that has torch</source>
            <translation>%1 bukan Python: atur variabel lingkungan PADDY_PYTHON ke Python yang memiliki torch</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>no answer within %1 s</source>
            <translation>tidak ada jawaban dalam %1 dtk</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>version %1.%2, at least 3.10 is needed</source>
            <translation>versi %1.%2, diperlukan sedikitnya 3.10</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>%1 cannot load %2</source>
            <translation>%1 tidak dapat memuat %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/environment.py" />
            <source>%1: choose Install in Settings &gt; Options &gt; Paddy Segmenter, or %2</source>
            <translation>%1: pilih Pasang di Pengaturan &gt; Opsi &gt; Paddy Segmenter, atau %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/installation.py" />
            <source>loading the packages</source>
            <translation>memuat paket</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/installation.py" />
            <source>the packages were installed but cannot be loaded: %1: try another build</source>
            <translation>paket sudah dipasang tetapi tidak dapat dimuat: %1: coba versi (build) lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/installation.py" />
            <source>%1 is no environment of Python: move it away first</source>
            <translation>%1 bukan lingkungan Python: pindahkan dahulu</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/installation.py" />
            <source>%1 cannot be removed (%2): end the jobs that use it and try again</source>
            <translation>%1 tidak dapat dihapus (%2): akhiri pekerjaan yang memakainya dan coba lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/installation.py" />
            <source>%1 cannot be written (%2): mend its permissions</source>
            <translation>%1 tidak dapat ditulis (%2): perbaiki izinnya</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/installation.py" />
            <source>%1 holds no wheel: choose a folder of *.whl files, or none</source>
            <translation>%1 tidak memuat wheel: pilih folder berisi berkas *.whl, atau kosongkan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/installation.py" />
            <source>%1 GB are free in %2, but the installation needs about %3 GB: make room and install again</source>
            <translation>tersedia %1 GB di %2, sedangkan pemasangan memerlukan sekitar %3 GB: sediakan ruang dan pasang lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>choose a folder of wheels that were downloaded elsewhere</source>
            <translation>pilih folder berisi wheel yang diunduh di tempat lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>check the network and QGIS' proxy in Settings &gt; Options &gt; Network, or choose a folder of wheels that were downloaded elsewhere</source>
            <translation>periksa jaringan dan proxy QGIS di Pengaturan &gt; Opsi &gt; Jaringan, atau pilih folder berisi wheel yang diunduh di tempat lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>the disk is full: make room and install again</source>
            <translation>disk penuh: sediakan ruang dan pasang lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>the path of the profile is too long for Windows: switch long paths on, as the log says, or use a profile with a shorter path</source>
            <translation>path profil terlalu panjang untuk Windows: aktifkan path panjang seperti disebut di log, atau gunakan profil dengan path yang lebih pendek</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>QGIS' Python cannot make environments: install its package of venv and pip first (Debian, Ubuntu: apt install python3-venv)</source>
            <translation>Python milik QGIS tidak dapat membuat lingkungan: pasang dahulu paket venv dan pip-nya (Debian, Ubuntu: apt install python3-venv)</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>the proxy does not let pip through: check QGIS' proxy and its password in Settings &gt; Options &gt; Network, or choose a folder of wheels that were downloaded elsewhere</source>
            <translation>proxy tidak meloloskan pip: periksa proxy QGIS dan kata sandinya di Pengaturan &gt; Opsi &gt; Jaringan, atau pilih folder berisi wheel yang diunduh di tempat lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>the index's certificate is not trusted here: set the environment variable PIP_CERT to your network's certificates, or choose a folder of wheels that were downloaded elsewhere</source>
            <translation>sertifikat indeks paket tidak dipercaya di sini: atur variabel lingkungan PIP_CERT ke sertifikat jaringan Anda, atau pilih folder berisi wheel yang diunduh di tempat lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>pip cannot reach the package index: check the network and QGIS' proxy in Settings &gt; Options &gt; Network, or choose a folder of wheels that were downloaded elsewhere</source>
            <translation>pip tidak dapat menjangkau indeks paket: periksa jaringan dan proxy QGIS di Pengaturan &gt; Opsi &gt; Jaringan, atau pilih folder berisi wheel yang diunduh di tempat lain</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>the packages do not fit the numpy of QGIS: see the log for those that disagree, and report it</source>
            <translation>paket-paket tidak cocok dengan numpy milik QGIS: lihat di log mana yang tidak cocok, dan laporkan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>a file cannot be written, or another program holds it: close other QGIS windows and install again</source>
            <translation>sebuah berkas tidak dapat ditulis, atau sedang dipegang program lain: tutup jendela QGIS lain dan pasang lagi</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>%1 holds no wheel of %2 for this system and Python: %3</source>
            <translation>%1 tidak memuat wheel %2 untuk sistem dan Python ini: %3</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>the package index has no wheel of %1 for this system and Python: %2</source>
            <translation>indeks paket tidak memiliki wheel %1 untuk sistem dan Python ini: %2</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>no word</source>
            <translation>tanpa keterangan</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/pip_failures.py" />
            <source>the installation failed (%1): see the log</source>
            <translation>pemasangan gagal (%1): lihat log</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/process.py" />
            <source>%1 cannot be removed (%2): delete it by hand</source>
            <translation>%1 tidak dapat dihapus (%2): hapus sendiri</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/survey.py" />
            <source>%1, %2 thread</source>
            <translation>%1, %2 thread</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/survey.py" />
            <source>%1, %2 threads</source>
            <translation>%1, %2 thread</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/survey.py" />
            <source>Apple's GPU</source>
            <translation>GPU Apple</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/torch_builds.py" />
            <source>processor only</source>
            <translation>hanya prosesor</translation>
        </message>
        <message>
            <location filename="../paddy_segmenter/worker/torch_builds.py" />
            <source>Mac, processor and Apple's GPU</source>
            <translation>Mac, prosesor dan GPU Apple</translation>
        </message>
        <message>
            <location filename="../training/assessment/accuracy.py" />
            <source>assessing %1</source>
            <translation>menilai %1</translation>
        </message>
        <message>
            <location filename="../training/assessment/accuracy.py" />
            <source>%1 of %2 labelled pixels (%3) lie where the maps have no data, and count in no figure: a map that leaves out what is difficult looks better than it is</source>
            <translation>%1 dari %2 piksel berlabel (%3) berada di tempat peta tidak memiliki data, dan tidak dihitung dalam angka mana pun: peta yang meninggalkan bagian yang sulit tampak lebih baik daripada sebenarnya</translation>
        </message>
        <message>
            <location filename="../training/assessment/accuracy.py" />
            <source>the labels lie where %1 has no data: map that ground, or label what is mapped</source>
            <translation>label berada di tempat %1 tidak memiliki data: petakan lahan itu, atau beri label pada yang dipetakan</translation>
        </message>
        <message>
            <location filename="../training/assessment/accuracy.py" />
            <source>the labels do not touch %1: check that both cover the same ground and that their CRS are right</source>
            <translation>label tidak menyentuh %1: periksa apakah keduanya mencakup lahan yang sama dan CRS-nya benar</translation>
        </message>
        <message>
            <location filename="../training/assessment/accuracy.py" />
            <source>the value %1 is %2 in the labels and %3 on the map, and is compared as a number: if the name is right, add %4=%5 to the value map</source>
            <translation>nilai %1 adalah %2 pada label dan %3 pada peta, dan dibandingkan sebagai bilangan: jika namanya yang benar, tambahkan %4=%5 ke peta nilai (value map)</translation>
        </message>
        <message>
            <location filename="../training/baseline/measure.py" />
            <source>measuring the baseline (%1)</source>
            <translation>mengukur pembanding (%1)</translation>
        </message>
        <message>
            <location filename="../training/baseline/verdict.py" />
            <source>a linear discriminant analysis of the bands and their means over 7 and 19 pixels</source>
            <translation>analisis diskriminan linear dari kanal dan rata-ratanya dalam 7 dan 19 piksel</translation>
        </message>
        <message>
            <location filename="../training/baseline/verdict.py" />
            <source>the network has a mean IoU of %1 where a linear discriminant analysis of the bands and their means over 7 and 19 pixels has %2 on the same ground, but %3 are too few to say whether that is more than chance: %4 have to be kept out</source>
            <translation>jaringan mencapai IoU rata-rata %1, sedangkan analisis diskriminan linear dari kanal dan rata-ratanya dalam 7 dan 19 piksel mencapai %2 pada lahan yang sama, tetapi %3 terlalu sedikit untuk mengatakan apakah itu lebih dari kebetulan: %4 harus disisihkan</translation>
        </message>
        <message>
            <location filename="../training/baseline/verdict.py" />
            <source>the network has a mean IoU of %1 where a linear discriminant analysis of the bands and their means over 7 and 19 pixels has %2 on the same ground: it is ahead%3</source>
            <translation>jaringan mencapai IoU rata-rata %1, sedangkan analisis diskriminan linear dari kanal dan rata-ratanya dalam 7 dan 19 piksel mencapai %2 pada lahan yang sama: jaringan lebih unggul%3</translation>
        </message>
        <message>
            <location filename="../training/baseline/verdict.py" />
            <source>the network has a mean IoU of %1 where a linear discriminant analysis of the bands and their means over 7 and 19 pixels has %2 on the same ground: it is not ahead beyond chance%3; try more epochs, more labels or another split</source>
            <translation>jaringan mencapai IoU rata-rata %1, sedangkan analisis diskriminan linear dari kanal dan rata-ratanya dalam 7 dan 19 piksel mencapai %2 pada lahan yang sama: keunggulan jaringan tidak melampaui kebetulan%3; coba lebih banyak epoch, lebih banyak label, atau pembagian lain</translation>
        </message>
        <message>
            <location filename="../training/checkpoints.py" />
            <source>the training cannot be continued if it is stopped: no checkpoint (%1)</source>
            <translation>pelatihan tidak dapat dilanjutkan bila dihentikan: tidak ada checkpoint (%1)</translation>
        </message>
        <message>
            <location filename="../training/checkpoints.py" />
            <source>%1 are free in %2, but it takes %3, and the model %4: free disk space</source>
            <translation>tersedia %1 di %2, sedangkan checkpoint memerlukan %3, dan model %4: kosongkan ruang disk</translation>
        </message>
        <message>
            <location filename="../training/checkpoints.py" />
            <source>it is not what was saved</source>
            <translation>isinya bukan yang disimpan</translation>
        </message>
        <message>
            <location filename="../training/checkpoints.py" />
            <source>the checkpoint %1 cannot be read (%2): this training starts anew</source>
            <translation>checkpoint %1 tidak dapat dibaca (%2): pelatihan ini mulai dari awal</translation>
        </message>
        <message>
            <location filename="../training/checkpoints.py" />
            <source>the training was begun in %1 and goes on in %2: it no longer ends bit for bit as it would have where it was begun</source>
            <translation>pelatihan dimulai dengan %1 dan dilanjutkan dengan %2: hasil akhirnya tidak lagi sama bit demi bit seperti di tempat pelatihan dimulai</translation>
        </message>
        <message>
            <location filename="../training/checkpoints.py" />
            <source>if this is stopped, start it again with the same settings: it goes on after the last epoch that was kept</source>
            <translation>bila dihentikan, jalankan lagi dengan pengaturan yang sama: pelatihan berlanjut setelah epoch terakhir yang disimpan</translation>
        </message>
        <message>
            <location filename="../training/chips/drawer.py" />
            <source>normalisation gives figures of %1, but %2 are learnt from: give LOW:HIGH:MEAN:STD for each</source>
            <translation>normalisation memberi angka untuk %1, tetapi yang dipelajari %2: berikan LOW:HIGH:MEAN:STD untuk masing-masing</translation>
        </message>
        <message>
            <location filename="../training/course.py" />
            <source>stopped after epoch %1: nothing better since epoch %2</source>
            <translation>dihentikan setelah epoch %1: tidak ada yang lebih baik sejak epoch %2</translation>
        </message>
        <message>
            <location filename="../training/course.py" />
            <source>finished early, as asked: the best network so far is that of epoch %1</source>
            <translation>diselesaikan lebih awal, sesuai permintaan: jaringan terbaik sejauh ini dari epoch %1</translation>
        </message>
        <message>
            <location filename="../training/course.py" />
            <source>the loss is no longer finite: choose a lower learning rate or precision float32</source>
            <translation>loss tidak lagi berhingga: pilih laju pembelajaran yang lebih rendah atau presisi float32</translation>
        </message>
        <message>
            <location filename="../training/course.py" />
            <source>the loss is no longer finite in epoch %1: the training ends with the best network before; for a better one choose a lower learning rate or precision float32</source>
            <translation>loss tidak lagi berhingga pada epoch %1: pelatihan berakhir dengan jaringan terbaik sebelumnya; untuk yang lebih baik, pilih laju pembelajaran yang lebih rendah atau presisi float32</translation>
        </message>
        <message>
            <location filename="../training/course.py" />
            <source>ended in epoch %1, whose loss was not finite: the best network so far is that of epoch %2</source>
            <translation>berakhir pada epoch %1, yang loss-nya tidak berhingga: jaringan terbaik sejauh ini dari epoch %2</translation>
        </message>
        <message>
            <location filename="../training/course.py" />
            <source>the training goes on after epoch %1 of %2</source>
            <translation>pelatihan berlanjut setelah epoch %1 dari %2</translation>
        </message>
        <message>
            <location filename="../training/cross_validation.py" />
            <source>on the folds</source>
            <translation>pada lipatan</translation>
        </message>
        <message>
            <location filename="../training/cross_validation.py" />
            <source>on all folds</source>
            <translation>pada semua lipatan</translation>
        </message>
        <message>
            <location filename="../training/cross_validation.py" />
            <source>for the model</source>
            <translation>untuk model</translation>
        </message>
        <message>
            <location filename="../training/cross_validation.py" />
            <source>on a random split to compare with</source>
            <translation>pada pembagian acak sebagai pembanding</translation>
        </message>
        <message>
            <location filename="../training/cross_validation.py" />
            <source>fold %1 of %2</source>
            <translation>lipatan %1 dari %2</translation>
        </message>
        <message>
            <location filename="../training/cross_validation.py" />
            <source>out of fold, over all folds: accuracy %1, mIoU %2 (folds %3 to %4) at epoch %5, the best for all folds together</source>
            <translation>di luar lipatan, atas semua lipatan: akurasi %1, mIoU %2 (lipatan %3 sampai %4) pada epoch %5, yang terbaik untuk semua lipatan bersama</translation>
        </message>
        <message>
            <location filename="../training/cross_validation.py" />
            <source>the loss of fold %1 is no longer finite in epoch %2, before any at the output stride of the map: choose a lower learning rate or precision float32</source>
            <translation>loss fold %1 tidak lagi berhingga pada epoch %2, sebelum ada epoch pada output stride peta: pilih laju pembelajaran yang lebih rendah atau presisi float32</translation>
        </message>
        <message>
            <location filename="../training/cross_validation.py" />
            <source>fold %1 ended after %2, as its loss was no longer finite: the best epoch for all folds is sought among these</source>
            <translation>fold %1 berakhir setelah %2 karena loss-nya tidak lagi berhingga: epoch terbaik untuk semua fold dicari di antaranya</translation>
        </message>
        <message>
            <location filename="../training/cross_validation.py" />
            <source>%1 trainings of up to %2 (%3): they take about %4 times as long as one</source>
            <translation>%1 pelatihan sampai %2 (%3): memakan waktu kira-kira %4 kali satu pelatihan</translation>
        </message>
        <message>
            <location filename="../training/fit.py" />
            <source>over all %1 epochs: accuracy %2 at best, %3 on average</source>
            <translation>atas semua %1 epoch: akurasi %2 terbaik, %3 rata-rata</translation>
        </message>
        <message>
            <location filename="../training/fit.py" />
            <source>the model learns from all folds for %1</source>
            <translation>model belajar dari semua lipatan selama %1</translation>
        </message>
        <message>
            <location filename="../training/fit.py" />
            <source>the loss of the training on all folds is no longer finite in epoch %1 of %2: start it again with precision float32, which goes on from the folds, or choose a lower learning rate</source>
            <translation>loss pelatihan pada semua fold tidak lagi berhingga pada epoch %1 dari %2: mulai lagi dengan presisi float32, yang berlanjut dari fold-fold itu, atau pilih laju pembelajaran yang lebih rendah</translation>
        </message>
        <message>
            <location filename="../training/fit.py" />
            <source>after %1, the best for all folds together</source>
            <translation>setelah %1, yang terbaik untuk semua lipatan bersama</translation>
        </message>
        <message>
            <location filename="../training/fit.py" />
            <source>%1; what was learnt is kept in %2: with room there, start the training again with the same settings and it goes on from there, or move that folder to another disk and name an output of the same file name beside it</source>
            <translation>%1; yang telah dipelajari disimpan di %2: bila ruangnya cukup, mulai lagi pelatihan dengan pengaturan yang sama dan pelatihan berlanjut dari sana, atau pindahkan folder itu ke disk lain dan sebutkan keluaran dengan nama berkas yang sama di sampingnya</translation>
        </message>
        <message>
            <location filename="../training/ground/areas.py" />
            <location filename="../training/labels/polygons.py" />
            <source>%1 has no field %2: choose one of %3</source>
            <translation>%1 tidak memiliki field %2: pilih salah satu dari %3</translation>
        </message>
        <message>
            <location filename="../training/ground/areas.py" />
            <source>%1 has no area to validate on: write validation into the field %2 of some</source>
            <translation>%1 tidak memiliki area validasi: tulis validation ke field %2 pada beberapa area</translation>
        </message>
        <message>
            <location filename="../training/ground/areas.py" />
            <source>%1 says %2 in the field %3: write train, validation or test into it</source>
            <translation>%1 berisi %2 di field %3: tulis train, validation, atau test di sana</translation>
        </message>
        <message>
            <location filename="../training/ground/block_advice.py" />
            <source>%1 %2 have labels, too few for %3 folds: choose fewer folds, %4</source>
            <translation>%1 %2 memiliki label, terlalu sedikit untuk %3 lipatan: pilih lebih sedikit lipatan, %4</translation>
        </message>
        <message>
            <location filename="../training/ground/block_advice.py" />
            <source>all labels lie within one block of %1 x %2 pixels, so that nothing is left to validate on: %3</source>
            <translation>semua label berada dalam satu blok %1 x %2 piksel, sehingga tidak ada yang tersisa untuk validasi: %3</translation>
        </message>
        <message>
            <location filename="../training/ground/block_advice.py" />
            <source>all labels lie within one cell of a chip's size, %1 x %2 pixels, so that nothing is left to validate on: %3</source>
            <translation>semua label berada dalam satu sel seukuran potongan, %1 x %2 piksel, sehingga tidak ada yang tersisa untuk validasi: %3</translation>
        </message>
        <message>
            <location filename="../training/ground/block_advice.py" />
            <source>only one of the blocks is validated on, and so little ground may be easier or harder than the rest: %1</source>
            <translation>hanya satu blok dipakai untuk validasi, dan lahan sesedikit itu mungkin lebih mudah atau lebih sulit daripada selebihnya: %1</translation>
        </message>
        <message>
            <location filename="../training/ground/block_advice.py" />
            <source>only %1 of the blocks are validated on, and so little ground may be easier or harder than the rest: %2</source>
            <translation>hanya %1 blok dipakai untuk validasi, dan lahan sesedikit itu mungkin lebih mudah atau lebih sulit daripada selebihnya: %2</translation>
        </message>
        <message>
            <location filename="../training/ground/block_advice.py" />
            <source>label more ground</source>
            <translation>beri label pada lebih banyak lahan</translation>
        </message>
        <message>
            <location filename="../training/ground/block_advice.py" />
            <source>choose the %1 %2 with a buffer of %3, or label more ground</source>
            <translation>pilih %1 %2 dengan buffer %3, atau beri label pada lebih banyak lahan</translation>
        </message>
        <message>
            <location filename="../training/ground/block_advice.py" />
            <source>choose the %1 %2, or label more ground</source>
            <translation>pilih %1 %2, atau beri label pada lebih banyak lahan</translation>
        </message>
        <message>
            <location filename="../training/ground/cut_audit.py" />
            <source>leak audit: no polygon is learnt in part and validated on in part</source>
            <translation>audit kebocoran: tidak ada poligon yang sebagian dipelajari dan sebagian dipakai untuk validasi</translation>
        </message>
        <message>
            <location filename="../training/ground/cut_audit.py" />
            <source>leak audit: the split cuts %1 polygons: their smaller sides are neither learnt nor validated on, which costs %2 of the labels</source>
            <translation>audit kebocoran: pembagian memotong %1 poligon: sisinya yang lebih kecil tidak dipelajari dan tidak dipakai untuk validasi, sehingga %2 label hilang</translation>
        </message>
        <message>
            <location filename="../training/ground/cut_audit.py" />
            <source>leak audit: %1 of the pixels that are validated on lie in %2 polygons that are learnt in part, which flatters the model; to withhold their smaller sides (cut_polygons) costs %3 of the labels</source>
            <translation>audit kebocoran: %1 piksel validasi berada dalam %2 poligon yang sebagian dipelajari, sehingga model tampak lebih baik; menahan sisinya yang lebih kecil (cut_polygons) mengorbankan %3 label</translation>
        </message>
        <message>
            <location filename="../training/ground/cut_audit.py" />
            <source>leak audit: %1 of the pixels that are validated on lie in %2 polygons that are learnt in part and all that there is of their class on either side, which flatters the model: label more fields of it, or choose another split</source>
            <translation>audit kebocoran: %1 piksel validasi berada dalam %2 poligon yang sebagian dipelajari dan merupakan seluruh isi kelasnya di kedua sisi, sehingga model tampak lebih baik: labeli lebih banyak petak kelas itu, atau pilih pembagian lain</translation>
        </message>
        <message>
            <location filename="../training/ground/fingerprints.py" />
            <source>taking the fingerprint of %1</source>
            <translation>mengambil sidik jari %1</translation>
        </message>
        <message>
            <location filename="../training/ground/folds.py" />
            <source>cells of a chip's size</source>
            <translation>sel seukuran potongan</translation>
        </message>
        <message>
            <location filename="../training/ground/folds.py" />
            <source>choose fewer folds or smaller blocks</source>
            <translation>pilih lebih sedikit lipatan atau blok yang lebih kecil</translation>
        </message>
        <message>
            <location filename="../training/ground/folds.py" />
            <source>choose fewer folds or draw more areas</source>
            <translation>pilih lebih sedikit lipatan atau gambar lebih banyak area</translation>
        </message>
        <message>
            <location filename="../training/ground/folds.py" />
            <source>choose fewer folds or smaller chips</source>
            <translation>pilih lebih sedikit lipatan atau potongan yang lebih kecil</translation>
        </message>
        <message>
            <location filename="../training/ground/folds.py" />
            <source>%1 %2 have labels, too few for %3 folds: %4, or label more ground</source>
            <translation>%1 %2 memiliki label, terlalu sedikit untuk %3 lipatan: %4, atau beri label pada lebih banyak lahan</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>%1 has %2 bands, %3 has %4: choose the bands they share</source>
            <translation>%1 memiliki %2 kanal, %3 memiliki %4: pilih kanal yang sama-sama dimiliki</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the bands of %1 are %2, those of %3 are %4: bring them into one order, or choose the bands they share</source>
            <translation>kanal %1 adalah %2, kanal %3 adalah %4: samakan urutannya, atau pilih kanal yang sama-sama dimiliki</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>%1 declares a scale or an offset of its values, %2 declares none: bring their values into the same units (gdal_translate -unscale -ot Float32), or declare them for all rasters or for none</source>
            <translation>%1 menyatakan skala atau offset untuk nilainya, %2 tidak: samakan satuan nilainya (gdal_translate -unscale -ot Float32), atau nyatakan untuk semua raster atau tidak sama sekali</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the alpha band of %1 is a mask and is not learnt: where it holds values, such as near infrared, set its colour interpretation to undefined (gdal_edit.py -colorinterp_4 undefined)</source>
            <translation>kanal alfa %1 adalah mask dan tidak dipelajari: bila kanal itu berisi nilai, misalnya inframerah dekat, atur interpretasi warnanya menjadi undefined (gdal_edit.py -colorinterp_4 undefined)</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>%1 has the labels %2</source>
            <translation>%1 memakai label %2</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>%1 has %2 m per pixel, %3 has %4 m: resample them to one, or expect a poor map</source>
            <translation>%1 memiliki %2 m per piksel, %3 memiliki %4 m: resample ke satu resolusi, jika tidak petanya akan kurang baik</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>a chip of %1 pixels is larger than %2, which has %3 x %4 pixels, the smallest of %5 such rasters: what the network sees beyond it is empty; choose a smaller chip</source>
            <translation>potongan %1 piksel lebih besar daripada %2, yang berukuran %3 x %4 piksel dan terkecil dari %5 raster seperti itu: yang dilihat jaringan di luarnya kosong; pilih potongan yang lebih kecil</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>a chip of %1 pixels is larger than %2, which has %3 x %4 pixels: what the network sees beyond it is empty; choose a smaller chip</source>
            <translation>potongan %1 piksel lebih besar daripada %2, yang berukuran %3 x %4 piksel: yang dilihat jaringan di luarnya kosong; pilih potongan yang lebih kecil</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>%1 has no labels for %2: nothing is learnt there</source>
            <translation>%1 tidak memiliki label untuk %2: tidak ada yang dipelajari di sana</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>%1 has no labels for %2: all of it is learnt as background</source>
            <translation>%1 tidak memiliki label untuk %2: semuanya dipelajari sebagai latar belakang</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the labels within %1 lie where %2 has no data: nothing is learnt there</source>
            <translation>label di dalam %1 berada di tempat %2 tidak memiliki data: tidak ada yang dipelajari di sana</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the labels within %1 lie where %2 has no data: all of it is learnt as background</source>
            <translation>label di dalam %1 berada di tempat %2 tidak memiliki data: semuanya dipelajari sebagai latar belakang</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the labels lie where %1 has no data: nothing is learnt there</source>
            <translation>label berada di tempat %1 tidak memiliki data: tidak ada yang dipelajari di sana</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the labels lie where %1 has no data: all of it is learnt as background</source>
            <translation>label berada di tempat %1 tidak memiliki data: semuanya dipelajari sebagai latar belakang</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the polygons of %1 on %2 have no class: nothing is learnt there</source>
            <translation>poligon %1 di atas %2 tidak memiliki kelas: tidak ada yang dipelajari di sana</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the polygons of %1 on %2 have no class: all of it is learnt as background</source>
            <translation>poligon %1 di atas %2 tidak memiliki kelas: semuanya dipelajari sebagai latar belakang</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the labels within %1 do not touch %2: nothing is learnt there</source>
            <translation>label di dalam %1 tidak menyentuh %2: tidak ada yang dipelajari di sana</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the labels within %1 do not touch %2: all of it is learnt as background</source>
            <translation>label di dalam %1 tidak menyentuh %2: semuanya dipelajari sebagai latar belakang</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the labels do not touch %1: nothing is learnt there</source>
            <translation>label tidak menyentuh %1: tidak ada yang dipelajari di sana</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the labels do not touch %1: all of it is learnt as background</source>
            <translation>label tidak menyentuh %1: semuanya dipelajari sebagai latar belakang</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>%1 lie where %2 has no data: correct its nodata value, mask or alpha band, or label other ground</source>
            <translation>%1 berada di tempat %2 tidak memiliki data: perbaiki nilai nodata, mask, atau kanal alfanya, atau beri label pada lahan lain</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>%1 do not touch %2: check that both cover the same ground and that their CRS are right</source>
            <translation>%1 tidak menyentuh %2: periksa apakah keduanya mencakup lahan yang sama dan CRS-nya benar</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>the labels hold %1 class, but a map needs two or more: choose another class field, or have unlabelled ground treated as background</source>
            <translation>label memuat %1 kelas, padahal peta memerlukan dua atau lebih: pilih field kelas lain, atau perlakukan lahan tanpa label sebagai latar belakang</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>no pixel on these rasters: the model lists them but cannot know them</source>
            <translation>tidak ada piksel pada raster ini: model mencantumkannya tetapi tidak dapat mengenalnya</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>no label is left to learn from beside the ground to validate on and the buffer of %1 pixels around it: choose a smaller buffer, larger blocks or other areas, or label more ground</source>
            <translation>tidak ada label yang tersisa untuk dipelajari selain lahan validasi dan buffer %1 piksel di sekelilingnya: pilih buffer yang lebih kecil, blok yang lebih besar, atau area lain, atau beri label pada lebih banyak lahan</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>no pixel to learn from beside the ground to validate on and its buffer: label more ground, or try another seed</source>
            <translation>tidak ada piksel untuk dipelajari selain lahan validasi dan buffer-nya: beri label pada lebih banyak lahan, atau coba seed lain</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>no label lies in the areas to validate on: label ground there, or draw areas around labelled ground</source>
            <translation>tidak ada label di area validasi: beri label pada lahan di sana, atau gambar area di sekeliling lahan berlabel</translation>
        </message>
        <message>
            <location filename="../training/ground/inspection.py" />
            <source>%1 of the classes (%2) have %3</source>
            <translation>pada %1 kelas (%2), %3</translation>
        </message>
        <message>
            <location filename="../training/ground/labelling.py" />
            <source>reading the labels of %1</source>
            <translation>membaca label %1</translation>
        </message>
        <message>
            <location filename="../training/ground/leak_audit.py" />
            <source>%1 at row %2, column %3</source>
            <translation>%1 di baris %2, kolom %3</translation>
        </message>
        <message>
            <location filename="../training/ground/leak_audit.py" />
            <source>leak audit: %1 pixels of ground are both learnt and validated on; about %2 of the training chips show ground to validate on as image, never its labels</source>
            <translation>audit kebocoran: %1 piksel lahan dipelajari sekaligus divalidasi; sekitar %2 potongan pelatihan menampilkan lahan validasi sebagai citra, tidak pernah labelnya</translation>
        </message>
        <message>
            <location filename="../training/ground/leak_audit.py" />
            <source>leak audit: no pixel of ground is both learnt and validated on; about %1 of the training chips show ground to validate on as image, never its labels</source>
            <translation>audit kebocoran: tidak ada piksel lahan yang dipelajari sekaligus divalidasi; sekitar %1 potongan pelatihan menampilkan lahan validasi sebagai citra, tidak pernah labelnya</translation>
        </message>
        <message>
            <location filename="../training/ground/leak_audit.py" />
            <source>leak audit: %1 pixels that are validated on lie beside one that is learnt: neighbours are alike, which flatters the model; leave a buffer between them</source>
            <translation>audit kebocoran: %1 piksel validasi bersebelahan dengan piksel yang dipelajari: tetangga saling mirip, sehingga model tampak lebih baik; beri buffer di antaranya</translation>
        </message>
        <message>
            <location filename="../training/ground/leak_audit.py" />
            <source>leak audit: %1 pairs of rasters show the same ground (%2): where one is validated on, none is learnt from</source>
            <translation>audit kebocoran: %1 pasang raster menampilkan lahan yang sama (%2): di tempat yang satu divalidasi, tidak satu pun dipelajari</translation>
        </message>
        <message>
            <location filename="../training/ground/leak_audit.py" />
            <source>leak audit: %1 of the blocks to validate on look like ground that is learnt from elsewhere (%2): take them out if they are copies, which flatter the model</source>
            <translation>audit kebocoran: %1 blok validasi mirip dengan lahan yang dipelajari di tempat lain (%2): keluarkan bila itu salinan, karena membuat model tampak lebih baik</translation>
        </message>
        <message>
            <location filename="../training/ground/leak_audit.py" />
            <source>leak audit: no block to validate on looks like ground that is learnt from elsewhere, neither whole in any orientation nor shifted in the same one, %1 blocks compared</source>
            <translation>audit kebocoran: tidak ada blok validasi yang mirip dengan lahan yang dipelajari di tempat lain, baik utuh dalam orientasi apa pun maupun tergeser dalam orientasi yang sama, %1 blok dibandingkan</translation>
        </message>
        <message>
            <location filename="../training/ground/overlaps.py" />
            <source>the first raster</source>
            <translation>raster pertama</translation>
        </message>
        <message>
            <location filename="../training/ground/split.py" />
            <source>the split is random: ground is validated on whose neighbours are learnt, which flatters the model, by up to 28 % in a study (Kattenborn et al. 2022): choose the split blocks for figures to rely on</source>
            <translation>pembagiannya acak: lahan divalidasi sementara tetangganya dipelajari, sehingga model tampak lebih baik, sampai 28 % dalam sebuah penelitian (Kattenborn et al. 2022): pilih split blocks untuk angka yang dapat diandalkan</translation>
        </message>
        <message>
            <location filename="../training/ground/split.py" />
            <source>checking fold %1 of %2</source>
            <translation>memeriksa lipatan %1 dari %2</translation>
        </message>
        <message>
            <location filename="../training/ground/start_audit.py" />
            <source>leak audit: the training that made the initial weights has learnt from about %1 of the ground that is validated on now, which flatters the figures: repeat its split (the same rasters, labels and seed), or measure on ground that neither has seen</source>
            <translation>audit kebocoran: pelatihan yang menghasilkan bobot awal telah belajar dari sekitar %1 lahan yang kini dipakai untuk validasi, sehingga angka terlihat lebih baik: ulangi pembagiannya (raster, label, dan seed yang sama), atau ukur pada lahan yang tidak dilihat keduanya</translation>
        </message>
        <message>
            <location filename="../training/ground/start_audit.py" />
            <source>leak audit: the initial weights have learnt nothing of the ground that is validated on</source>
            <translation>audit kebocoran: bobot awal tidak mempelajari apa pun dari lahan yang dipakai untuk validasi</translation>
        </message>
        <message>
            <location filename="../training/ground/start_audit.py" />
            <source>leak audit: whether the initial weights have learnt from ground that is validated on is not known: their model file names other raster files, other areas of the split, weights that it began with itself, or none of all that</source>
            <translation>audit kebocoran: tidak diketahui apakah bobot awal telah belajar dari lahan yang dipakai untuk validasi: berkas modelnya menyebut berkas raster lain, area pembagian lain, bobot yang menjadi awalnya sendiri, atau tidak menyebut apa pun</translation>
        </message>
        <message>
            <location filename="../training/ground/strangers.py" />
            <source>the values of %1 and %2 more %3 than those of the other rasters (%4): %5</source>
            <translation>nilai %1 dan %2 lainnya %3 daripada nilai raster lain (%4): %5</translation>
        </message>
        <message>
            <location filename="../training/ground/strangers.py" />
            <source>the values of %1 %2 than those of the other rasters (%3): %4</source>
            <translation>nilai %1 %2 daripada nilai raster lain (%3): %4</translation>
        </message>
        <message>
            <location filename="../training/ground/strangers.py" />
            <source>seem to have another order of bands</source>
            <translation>tampaknya memiliki urutan kanal yang lain</translation>
        </message>
        <message>
            <location filename="../training/ground/strangers.py" />
            <source>bring its bands into the order of the others</source>
            <translation>susun kanalnya menurut urutan raster lain</translation>
        </message>
        <message>
            <location filename="../training/ground/strangers.py" />
            <source>take products of one processing baseline, or subtract the offset (1000 for Sentinel-2) from those that have it</source>
            <translation>gunakan produk dari satu baseline pemrosesan, atau kurangkan offset (1000 untuk Sentinel-2) dari yang memilikinya</translation>
        </message>
        <message>
            <location filename="../training/ground/strangers.py" />
            <source>seem to be of another processing baseline</source>
            <translation>tampaknya berasal dari baseline pemrosesan yang lain</translation>
        </message>
        <message>
            <location filename="../training/ground/strangers.py" />
            <source>bring the rasters to one unit and one number of bits, or leave out what shows nothing to learn, such as clouds</source>
            <translation>samakan satuan dan jumlah bit raster-raster itu, atau tinggalkan yang tidak menampilkan sesuatu untuk dipelajari, misalnya awan</translation>
        </message>
        <message>
            <location filename="../training/ground/strangers.py" />
            <source>are of another kind</source>
            <translation>berjenis lain</translation>
        </message>
        <message>
            <location filename="../training/ground/strangers.py" />
            <source>%1 runs from %2 to %3, elsewhere from %4 to %5</source>
            <translation>%1 berkisar dari %2 sampai %3, di raster lain dari %4 sampai %5</translation>
        </message>
        <message>
            <location filename="../training/ground/survey.py" />
            <source>looking at the values of %1</source>
            <translation>melihat nilai %1</translation>
        </message>
        <message>
            <location filename="../training/ground/units.py" />
            <source>the values of %1 and of %2 seem to be in different units (%3 runs from %4 to %5 and from %6 to %7): bring the rasters to one, or expect a poor model</source>
            <translation>nilai %1 dan %2 tampaknya dalam satuan yang berbeda (%3 berkisar dari %4 sampai %5 dan dari %6 sampai %7): samakan satuan raster-raster itu, jika tidak modelnya akan kurang baik</translation>
        </message>
        <message>
            <location filename="../training/labels/class_raster.py" />
            <source>%1 holds the class value %2, but values go from 0 to %3: renumber it, or name it among the ignored values</source>
            <translation>%1 memuat nilai kelas %2, padahal nilai berkisar dari 0 sampai %3: beri nomor ulang, atau masukkan ke nilai yang diabaikan</translation>
        </message>
        <message>
            <location filename="../training/labels/class_raster.py" />
            <source>%1 has %2 bands, but a class raster has one, which holds class values: take the band that does (gdal_translate -b 1), or turn the colours of an RGB mask into values (Raster &gt; Conversion &gt; RGB to PCT)</source>
            <translation>%1 memiliki %2 kanal, padahal raster kelas memiliki satu, yang memuat nilai kelas: ambil kanal itu (gdal_translate -b 1), atau ubah warna mask RGB menjadi nilai (Raster &gt; Konversi &gt; RGB ke PCT)</translation>
        </message>
        <message>
            <location filename="../training/labels/class_raster.py" />
            <source>%1 has no data in any pixel: correct its nodata value or mask, or choose another class raster</source>
            <translation>%1 tidak memiliki data pada piksel mana pun: perbaiki nilai nodata atau mask-nya, atau pilih raster kelas lain</translation>
        </message>
        <message>
            <location filename="../training/labels/class_raster.py" />
            <source>%1 holds nothing but ignored values: ignore fewer, or choose another class raster</source>
            <translation>%1 hanya memuat nilai yang diabaikan: kurangi yang diabaikan, atau pilih raster kelas lain</translation>
        </message>
        <message>
            <location filename="../training/labels/class_raster.py" />
            <source>%1 holds %2, which is no class value: choose a class raster, not an image</source>
            <translation>%1 memuat %2, yang bukan nilai kelas: pilih raster kelas, bukan citra</translation>
        </message>
        <message>
            <location filename="../training/labels/class_raster.py" />
            <source>%1 holds %2, which looks like missing data: make it the file's nodata value</source>
            <translation>%1 memuat %2, yang tampaknya data kosong: jadikan nilai nodata berkas itu</translation>
        </message>
        <message>
            <location filename="../training/labels/legend.py" />
            <source>%1 does not exist: check the path of the labels</source>
            <translation>%1 tidak ada: periksa path label</translation>
        </message>
        <message>
            <location filename="../training/labels/legend.py" />
            <source>%1 is neither a polygon layer nor a class raster that GDAL can open: the file is damaged or of another kind, choose another</source>
            <translation>%1 bukan layer poligon dan bukan raster kelas yang dapat dibuka GDAL: berkas rusak atau jenisnya lain, pilih yang lain</translation>
        </message>
        <message>
            <location filename="../training/labels/legend.py" />
            <source>the value %1 is %2 in %3 and %4 in %5: renumber one of them, or give the value one name in the value map</source>
            <translation>nilai %1 adalah %2 di %3 dan %4 di %5: ubah nomor salah satunya, atau beri nilai itu satu nama di peta nilai (value map)</translation>
        </message>
        <message>
            <location filename="../training/labels/legend.py" />
            <source>of the labels %1 some hold words and others numbers: name the classes alike in all of them, or give the numbers names in the value map</source>
            <translation>dari label %1 sebagian berisi kata dan sebagian bilangan: samakan nama kelasnya, atau beri nama pada bilangan itu di peta nilai (value map)</translation>
        </message>
        <message>
            <location filename="../training/labels/legend.py" />
            <source>the labels hold %1 classes, but a map takes %2 at the most: choose a class field instead of an identifier, or a class raster instead of an image</source>
            <translation>label memuat %1 kelas, padahal peta paling banyak menampung %2: pilih field kelas, bukan pengenal, atau raster kelas, bukan citra</translation>
        </message>
        <message>
            <location filename="../training/labels/legend.py" />
            <source>%1 holds %2 values without a name, so that it looks like an image: choose a class raster, or name the values in the value map</source>
            <translation>%1 memuat %2 nilai tanpa nama, sehingga tampak seperti citra: pilih raster kelas, atau beri nama pada nilainya di peta nilai (value map)</translation>
        </message>
        <message>
            <location filename="../training/labels/polygons.py" />
            <source>%1 holds no polygons: draw some, or choose another layer</source>
            <translation>%1 tidak memuat poligon: gambar beberapa, atau pilih layer lain</translation>
        </message>
        <message>
            <location filename="../training/labels/polygons.py" />
            <source>%1 has %2 polygons, but none with a value in the field %3: fill it in, or choose another class field</source>
            <translation>%1 memiliki %2 poligon, tetapi tidak ada yang berisi nilai pada field %3: isi field itu, atau pilih field kelas lain</translation>
        </message>
        <message>
            <location filename="../training/labels/polygons.py" />
            <source>%1 holds nothing but ignored values: ignore fewer, or choose another layer</source>
            <translation>%1 hanya memuat nilai yang diabaikan: kurangi yang diabaikan, atau pilih layer lain</translation>
        </message>
        <message>
            <location filename="../training/labels/polygons.py" />
            <source>the polygons of %1 on %2 have no value in the field %3: fill it in, or choose another class field</source>
            <translation>poligon %1 di atas %2 tidak memiliki nilai pada field %3: isi field itu, atau pilih field kelas lain</translation>
        </message>
        <message>
            <location filename="../training/labels/polygons.py" />
            <source>%1 polygons of %2 lie between the centres of pixels of %3, on which labels are told: choose a finer raster, or draw larger ones</source>
            <translation>%1 poligon %2 berada di antara pusat piksel %3, yang menentukan label: pilih raster yang lebih halus, atau gambar poligon yang lebih besar</translation>
        </message>
        <message>
            <location filename="../training/labels/tally.py" />
            <source>%1 holds %2 polygons</source>
            <translation>%1 memuat %2 poligon</translation>
        </message>
        <message>
            <location filename="../training/labels/tally.py" />
            <source>%1 of them are labels on these rasters</source>
            <translation>%1 di antaranya menjadi label pada raster ini</translation>
        </message>
        <message>
            <location filename="../training/labels/tally.py" />
            <source>%1 without a class</source>
            <translation>%1 tanpa kelas</translation>
        </message>
        <message>
            <location filename="../training/labels/tally.py" />
            <source>%1 with an ignored value</source>
            <translation>%1 dengan nilai yang diabaikan</translation>
        </message>
        <message>
            <location filename="../training/labels/tally.py" />
            <source>%1 with a corner that is no place</source>
            <translation>%1 dengan sudut yang bukan tempat di bumi</translation>
        </message>
        <message>
            <location filename="../training/labels/tally.py" />
            <source>%1 hidden by later ones</source>
            <translation>%1 tertutup oleh poligon berikutnya</translation>
        </message>
        <message>
            <location filename="../training/labels/tally.py" />
            <source>%1 outside of the labelled areas</source>
            <translation>%1 di luar area berlabel</translation>
        </message>
        <message>
            <location filename="../training/labels/tally.py" />
            <source>%1 without the centre of a pixel</source>
            <translation>%1 tidak memuat pusat piksel</translation>
        </message>
        <message>
            <location filename="../training/labels/tally.py" />
            <source>%1 beside the rasters</source>
            <translation>%1 di luar raster</translation>
        </message>
        <message>
            <location filename="../training/labels/tally.py" />
            <source>what is no polygon does not count: %1</source>
            <translation>yang bukan poligon tidak dihitung: %1</translation>
        </message>
        <message>
            <location filename="../training/labels/told.py" />
            <source>the value map names %1, which no label holds: check how it is written</source>
            <translation>peta nilai (value map) menyebut %1, yang tidak ada pada label: periksa penulisannya</translation>
        </message>
        <message>
            <location filename="../training/labels/told.py" />
            <source>the ignored values name %1, which no label holds: check how they are written; nodata is no value, but ground without a label</source>
            <translation>nilai yang diabaikan menyebut %1, yang tidak ada pada label: periksa penulisannya; nodata bukan nilai, melainkan lahan tanpa label</translation>
        </message>
        <message>
            <location filename="../training/labels/told.py" />
            <source>%1 has %2 features without a polygon, such as points and lines: they do not count</source>
            <translation>%1 memiliki %2 fitur tanpa poligon, seperti titik dan garis: semuanya tidak dihitung</translation>
        </message>
        <message>
            <location filename="../training/labels/told.py" />
            <source>%1 polygons of %2 have no class, so that their ground is learnt as background: fill in their class, or delete them where that is right</source>
            <translation>%1 poligon %2 tidak memiliki kelas, sehingga lahannya dipelajari sebagai latar belakang: isi kelasnya, atau hapus poligonnya bila memang latar belakang</translation>
        </message>
        <message>
            <location filename="../training/labels/told.py" />
            <source>%1; it is left out (and %2 others)</source>
            <translation>%1; poligon itu ditinggalkan (beserta %2 lainnya)</translation>
        </message>
        <message>
            <location filename="../training/labels/told.py" />
            <source>%1; it is left out</source>
            <translation>%1; poligon itu ditinggalkan</translation>
        </message>
        <message>
            <location filename="../training/labels/told.py" />
            <source>%1 of the classes (%2) lie on none of these rasters and are left out</source>
            <translation>%1 kelas (%2) tidak terdapat pada satu pun raster ini dan ditinggalkan</translation>
        </message>
        <message>
            <location filename="../training/labels/told.py" />
            <source>%1 holds names with characters that cannot be shown, they are called %2: the value map can give them others</source>
            <translation>%1 memuat nama dengan karakter yang tidak dapat ditampilkan, sehingga disebut %2: peta nilai (value map) dapat memberinya nama lain</translation>
        </message>
        <message>
            <location filename="../training/labels/told.py" />
            <source>the classes %1 differ in capitals or accents only and are learnt apart: where they are one, add %2=%3 to the value map</source>
            <translation>kelas %1 hanya berbeda huruf besar atau aksennya dan dipelajari terpisah: bila sebenarnya satu kelas, tambahkan %2=%3 ke peta nilai (value map)</translation>
        </message>
        <message>
            <location filename="../training/learner.py" />
            <source>epoch %1 of %2</source>
            <translation>epoch %1 dari %2</translation>
        </message>
        <message>
            <location filename="../training/learner.py" />
            <source>%1 of epoch %2 changed nothing, because the loss or its gradients were not finite: should there be more of them, choose a lower learning rate or precision float32</source>
            <translation>%1 dari epoch %2 tidak mengubah apa pun, karena loss atau gradiennya tidak berhingga: bila terjadi lebih sering, pilih laju pembelajaran yang lebih rendah atau presisi float32</translation>
        </message>
        <message>
            <location filename="../training/learner.py" />
            <source>initial weights: %1, which the training is going to download; the plan goes without them</source>
            <translation>bobot awal: %1, yang akan diunduh oleh pelatihan; rencana dibuat tanpa bobot itu</translation>
        </message>
        <message>
            <location filename="../training/learning/batch.py" />
            <source>batch %1: the most up to %2 that memory suffices for</source>
            <translation>batch %1: paling banyak sampai %2 yang dimuat memori</translation>
        </message>
        <message>
            <location filename="../training/learning/gradients.py" />
            <source>memory does not suffice for %1 chips at once in one of the %2 processes: give batch 0, which takes as many as all of them have memory for, or a smaller batch and let accumulate make up for it, or smaller chips</source>
            <translation>memori tidak cukup untuk %1 potongan sekaligus di salah satu dari %2 proses: berikan batch 0, yang mengambil sebanyak yang muat di memori semua proses, atau batch yang lebih kecil dengan accumulate sebagai gantinya, atau potongan yang lebih kecil</translation>
        </message>
        <message>
            <location filename="../training/learning/gradients.py" />
            <source>memory does not suffice for %1 chips at once: gradients are added up over %2 at a time from now on, with as many chips per step and the same learning rate</source>
            <translation>memori tidak cukup untuk %1 potongan sekaligus: mulai sekarang gradien dijumlahkan per %2, dengan potongan per langkah dan laju pembelajaran yang sama</translation>
        </message>
        <message>
            <location filename="../training/learning/range_test.py" />
            <source>the loss is not finite even at a low learning rate: choose precision float32 or other initial weights</source>
            <translation>loss tidak berhingga bahkan pada laju pembelajaran rendah: pilih presisi float32 atau bobot awal lain</translation>
        </message>
        <message>
            <location filename="../training/learning/range_test.py" />
            <source>learning rate %1: the loss fell fastest up to there when the rate rose from %2 to %3</source>
            <translation>laju pembelajaran %1: loss turun paling cepat sampai di situ ketika laju naik dari %2 ke %3</translation>
        </message>
        <message>
            <location filename="../training/learning/range_test.py" />
            <source>looking for the learning rate</source>
            <translation>mencari laju pembelajaran</translation>
        </message>
        <message>
            <location filename="../training/logbook.py" />
            <source>the plan as it was when the training was begun:</source>
            <translation>rencana seperti ketika pelatihan dimulai:</translation>
        </message>
        <message>
            <location filename="../training/logbook.py" />
            <source>the figures cannot be written for TensorBoard (%1): the training goes on without</source>
            <translation>angka-angkanya tidak dapat ditulis untuk TensorBoard (%1): pelatihan berlanjut tanpanya</translation>
        </message>
        <message>
            <location filename="../training/optimism.py" />
            <source>optimism compares with a random split, but that is impossible: %1, or choose optimism no</source>
            <translation>optimism membandingkan dengan pembagian acak, tetapi itu tidak mungkin: %1, atau pilih optimism no</translation>
        </message>
        <message>
            <location filename="../training/optimism.py" />
            <source>the same training on a random split, to compare with</source>
            <translation>pelatihan yang sama pada pembagian acak, sebagai pembanding</translation>
        </message>
        <message>
            <location filename="../training/optimism.py" />
            <source>the training to compare with failed (%1): train again with optimism no, which goes on from what was kept</source>
            <translation>pelatihan pembanding gagal (%1): latih lagi dengan optimism no, yang melanjutkan dari yang telah disimpan</translation>
        </message>
        <message>
            <location filename="../training/optimism.py" />
            <source>no labelled pixel was measured on one of the two splits</source>
            <translation>tidak ada piksel berlabel yang diukur pada salah satu dari kedua pembagian</translation>
        </message>
        <message>
            <location filename="../training/optimism.py" />
            <source>a training ended early, as its loss was no longer finite</source>
            <translation>sebuah pelatihan berakhir lebih awal karena loss-nya tidak lagi berhingga</translation>
        </message>
        <message>
            <location filename="../training/optimism.py" />
            <source>optimism: not known, because %1</source>
            <translation>optimism: tidak diketahui, karena %1</translation>
        </message>
        <message>
            <location filename="../training/optimism.py" />
            <source>optimism: a random split of the same ground shows accuracy %1 and mIoU %2 after as many steps, %3 show %4 and %5</source>
            <translation>optimism: pembagian acak atas lahan yang sama menunjukkan akurasi %1 dan mIoU %2 setelah langkah yang sama banyaknya, %3 menunjukkan %4 dan %5</translation>
        </message>
        <message>
            <location filename="../training/planning/disk_room.py" />
            <source>%1 are free in %2, but the model takes %3 there: free disk space or %4</source>
            <translation>tersedia %1 di %2, sedangkan model memerlukan %3 di sana: kosongkan ruang disk atau %4</translation>
        </message>
        <message>
            <location filename="../training/planning/disk_room.py" />
            <source>%1 are free in %2, and model, checkpoints and report take %3 there: the disk may run full, free some space or %4</source>
            <translation>tersedia %1 di %2, sedangkan model, checkpoint, dan laporan memerlukan %3 di sana: disk mungkin penuh, kosongkan sebagian ruang atau %4</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>, into which the areas that say train or validation are dealt whole; all other ground is left alone</source>
            <translation>, yang ke dalamnya area yang menyatakan train atau validation dibagikan utuh; semua lahan lainnya dibiarkan</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>falling almost evenly (poly)</source>
            <translation>turun hampir merata (poly)</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>falling slowly at both ends (cosine)</source>
            <translation>turun perlahan di kedua ujung (cosine)</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>falling like cosine after a long rise (one_cycle)</source>
            <translation>turun seperti cosine setelah naik lama (one_cycle)</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>staying there (constant)</source>
            <translation>tetap di situ (constant)</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>no pixel to validate on has one of the classes %1: no figure will say how well they are mapped, and the best epoch is chosen by the others; label more of them elsewhere, or choose smaller blocks, another seed or folds</source>
            <translation>tidak ada piksel validasi dari kelas %1: tidak akan ada angka tentang seberapa baik kelas itu dipetakan, dan epoch terbaik dipilih menurut kelas lain; beri label pada lebih banyak kelas itu di tempat lain, atau pilih blok yang lebih kecil, seed lain, atau lipatan</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>a step takes about %1 of memory, but %2 are free: choose a smaller batch and let accumulate make up for it, or a smaller chip, or output_stride 16</source>
            <translation>satu langkah memerlukan memori sekitar %1, sedangkan yang bebas %2: pilih batch yang lebih kecil dan biarkan accumulate menggantinya, atau potongan yang lebih kecil, atau output_stride 16</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>weight_decay is %1, which %2 adds to the gradient: choose about 0.0001, or the optimiser adamw</source>
            <translation>weight_decay bernilai %1, yang oleh %2 ditambahkan pada gradien: pilih sekitar 0.0001, atau pengoptimal adamw</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>Plan of the training, the first of %1. Every option can be set; those in [brackets] were left open and are decided here.</source>
            <translation>Rencana pelatihan, yang pertama dari %1. Setiap opsi dapat diatur; yang dalam [kurung siku] dibiarkan terbuka dan ditentukan di sini.</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>Plan of the training. Every option can be set; those in [brackets] were left open and are decided here.</source>
            <translation>Rencana pelatihan. Setiap opsi dapat diatur; yang dalam [kurung siku] dibiarkan terbuka dan ditentukan di sini.</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>preset %1; ground to validate on is kept out by the split %2, %3 folds%4</source>
            <translation>preset %1; lahan untuk validasi disisihkan dengan pembagian %2, %3 lipatan%4</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>preset %1; ground to validate on is kept out by the split %2</source>
            <translation>preset %1; lahan validasi disisihkan dengan pembagian %2</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1 of %2 m per pixel, in blocks of up to %3: %4 to train and %5 to validate</source>
            <translation>%1 dengan %2 m per piksel, dalam blok sampai %3: %4 untuk pelatihan dan %5 untuk validasi</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1 ha to learn from and %2 ha to validate on; the smaller sides of %3 that the split cuts are neither, which costs %4 of the labels [cut_polygons]</source>
            <translation>%1 ha untuk dipelajari dan %2 ha untuk validasi; sisi yang lebih kecil dari %3 yang terpotong oleh pembagian tidak untuk keduanya, sehingga %4 label hilang [cut_polygons]</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1 ha to learn from and %2 ha to validate on; the smaller sides of %3 that the split cuts are neither, which costs %4 of the labels</source>
            <translation>%1 ha untuk dipelajari dan %2 ha untuk validasi; sisi yang lebih kecil dari %3 yang terpotong oleh pembagian tidak untuk keduanya, sehingga %4 label hilang</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1 of what is learnt; not validated on: %2</source>
            <translation>%1 dari yang dipelajari; tanpa validasi: %2</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1 %2 to %3 (mean %4, deviation %5)</source>
            <translation>%1 %2 sampai %3 (rata-rata %4, simpangan %5)</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>scaled by what each raster declares, each band is cut off at the figures given for it, less its mean, divided by its standard deviation: %1; left out as missing data: %2 [undeclared_missing]</source>
            <translation>diskalakan menurut yang dinyatakan setiap raster, setiap kanal dipangkas pada angka yang diberikan untuknya, dikurangi rata-ratanya, dibagi simpangan bakunya: %1; disisihkan sebagai data kosong: %2 [undeclared_missing]</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>scaled by what each raster declares, each band is cut off at its 1st and 99th percentile, less its mean, divided by its standard deviation: %1; left out as missing data: %2 [undeclared_missing]</source>
            <translation>diskalakan menurut yang dinyatakan setiap raster, setiap kanal dipangkas pada persentil ke-1 dan ke-99, dikurangi rata-ratanya, dibagi simpangan bakunya: %1; disisihkan sebagai data kosong: %2 [undeclared_missing]</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>each band is cut off at the figures given for it, less its mean, divided by its standard deviation: %1; left out as missing data: %2 [undeclared_missing]</source>
            <translation>setiap kanal dipangkas pada angka yang diberikan untuknya, dikurangi rata-ratanya, dibagi simpangan bakunya: %1; disisihkan sebagai data kosong: %2 [undeclared_missing]</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>each band is cut off at its 1st and 99th percentile, less its mean, divided by its standard deviation: %1; left out as missing data: %2 [undeclared_missing]</source>
            <translation>setiap kanal dipangkas pada persentil ke-1 dan ke-99, dikurangi rata-ratanya, dibagi simpangan bakunya: %1; disisihkan sebagai data kosong: %2 [undeclared_missing]</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>DeepLabV3+ on %1, starting from random weights</source>
            <translation>DeepLabV3+ di atas %1, mulai dari bobot acak</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>DeepLabV3+ on %1, starting from the weights %2</source>
            <translation>DeepLabV3+ di atas %1, mulai dari bobot %2</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>DeepLabV3 on %1, starting from random weights</source>
            <translation>DeepLabV3 di atas %1, mulai dari bobot acak</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>DeepLabV3 on %1, starting from the weights %2</source>
            <translation>DeepLabV3 di atas %1, mulai dari bobot %2</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>output stride %1: an answer for each cell of %2, interpolated in between; the first epoch takes %3, which is faster</source>
            <translation>output stride %1: satu jawaban untuk setiap sel %2, diinterpolasi di antaranya; epoch pertama memakai %3, yang lebih cepat</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>output stride %1: an answer for each cell of %2, interpolated in between; the first %3 epochs take %4, which is faster</source>
            <translation>output stride %1: satu jawaban untuk setiap sel %2, diinterpolasi di antaranya; %3 epoch pertama memakai %4, yang lebih cepat</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>output stride %1: an answer for each cell of %2, interpolated in between</source>
            <translation>output stride %1: satu jawaban untuk setiap sel %2, diinterpolasi di antaranya</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>atrous rates %1: beside each cell, the network looks at what lies %2 and %3 m away</source>
            <translation>atrous rate %1: di sekeliling setiap sel, jaringan melihat yang berjarak %2 dan %3 m</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1, %2 at once%3, %4 times for each step</source>
            <translation>%1, %2 sekaligus%3, %4 kali untuk setiap langkah</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1, %2 at once%3</source>
            <translation>%1, %2 sekaligus%3</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1 per epoch%2, up to %3: %4 in all; it stops after %5 without a better validation, where those at output stride %6 never count</source>
            <translation>%1 per epoch%2, sampai %3: %4 seluruhnya; berhenti setelah %5 tanpa validasi yang lebih baik, dan yang pada output stride %6 tidak pernah dihitung</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1 per epoch%2, up to %3: %4 in all; it stops after %5 without a better validation</source>
            <translation>%1 per epoch%2, sampai %3: %4 seluruhnya; berhenti setelah %5 tanpa validasi yang lebih baik</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>loss %1, rare classes weighted like common ones; optimiser %2, learning rate up to %3, %4</source>
            <translation>loss %1, kelas yang jarang dibobot seperti kelas yang umum; pengoptimal %2, laju pembelajaran sampai %3, %4</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>loss %1; optimiser %2, learning rate up to %3, %4</source>
            <translation>loss %1; pengoptimal %2, laju pembelajaran sampai %3, %4</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1 with %2 in %3</source>
            <translation>%1 dengan %2 dalam %3</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>not measured for so short a training; %1 are free</source>
            <translation>tidak diukur untuk pelatihan sesingkat ini; %1 bebas</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>about %1 for a step; %2 are free</source>
            <translation>sekitar %1 untuk satu langkah; %2 bebas</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>so short a training is not measured: the first epoch shows how long it takes</source>
            <translation>pelatihan sesingkat ini tidak diukur: epoch pertama menunjukkan berapa lama</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1 per epoch at output stride %2, %3 of it validation</source>
            <translation>%1 per epoch pada output stride %2, %3 di antaranya validasi</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1 at the most for all %2 trainings: %3</source>
            <translation>paling lama %1 untuk semua %2 pelatihan: %3</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1 at the most: %2</source>
            <translation>paling lama %1: %2</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>a linear discriminant analysis of the bands and their means over 7 and 19 pixels has accuracy %1 and mIoU %2 on the ground to validate on, learnt and measured in %3: the network has to beat that</source>
            <translation>analisis diskriminan linear dari kanal dan rata-ratanya dalam 7 dan 19 piksel mencapai akurasi %1 dan mIoU %2 pada lahan validasi, dipelajari dan diukur dalam %3: jaringan harus melampauinya</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>the baseline is not measured for so short a training; baseline yes measures it</source>
            <translation>pembanding tidak diukur untuk pelatihan sesingkat ini; baseline yes mengukurnya</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>the baseline takes longer than a tenth of an epoch and is left out; baseline yes measures it</source>
            <translation>pembanding memakan waktu lebih dari sepersepuluh epoch dan dilewatkan; baseline yes mengukurnya</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>no baseline is measured</source>
            <translation>tidak ada pembanding yang diukur</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>%1 x %2 pixels (%3 x %4 m)</source>
            <translation>%1 x %2 piksel (%3 x %4 m)</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>and %1 more</source>
            <translation>dan %1 lagi</translation>
        </message>
        <message>
            <location filename="../training/planning/pace.py" />
            <source>measuring how long a step takes at output stride %1</source>
            <translation>mengukur lamanya satu langkah pada output stride %1</translation>
        </message>
        <message>
            <location filename="../training/planning/planner.py" />
            <source>%1 to train and %2 to validate, %3 per epoch; the split is random and nothing stops it early, all else as in the plan</source>
            <translation>%1 untuk pelatihan dan %2 untuk validasi, %3 per epoch; pembagiannya acak dan tidak ada yang menghentikannya lebih awal, selebihnya seperti dalam rencana</translation>
        </message>
        <message>
            <location filename="../training/planning/planner.py" />
            <source>%1 to train and %2 to validate, %3 per epoch; all else as in the plan</source>
            <translation>%1 untuk pelatihan dan %2 untuk validasi, %3 per epoch; selebihnya seperti dalam rencana</translation>
        </message>
        <message>
            <location filename="../training/practice/scene.py" />
            <source>closing the files</source>
            <translation>menutup berkas</translation>
        </message>
        <message>
            <location filename="../training/practice/scene.py" />
            <source>growing the landscape</source>
            <translation>menumbuhkan bentang lahan</translation>
        </message>
        <message>
            <location filename="../training/processes.py" />
            <source>%1 processes compute together, each its share of every batch</source>
            <translation>%1 proses menghitung bersama, masing-masing bagiannya dari setiap batch</translation>
        </message>
        <message>
            <location filename="../training/processes.py" />
            <source>another process told why the job ended</source>
            <translation>proses lain sudah menyebutkan mengapa pekerjaan berakhir</translation>
        </message>
        <message>
            <location filename="../training/processes.py" />
            <source>batch is %1, which %2 processes cannot share evenly: give a multiple of %3</source>
            <translation>batch adalah %1, yang tidak dapat dibagi rata oleh %2 proses: berikan kelipatan %3</translation>
        </message>
        <message>
            <location filename="../training/processes.py" />
            <source>device is %1, on which several processes cannot compute together: choose cpu</source>
            <translation>perangkat adalah %1, di mana beberapa proses tidak dapat menghitung bersama: pilih cpu</translation>
        </message>
        <message>
            <location filename="../training/processes.py" />
            <source>%1 processes for %2 GPUs: start one for each GPU</source>
            <translation>%1 proses untuk %2 GPU: jalankan satu untuk setiap GPU</translation>
        </message>
        <message>
            <location filename="../training/record.py" />
            <source>learnt from all folds; its figures are those of the folds, each judged by a network that did not learn it</source>
            <translation>belajar dari semua lipatan; angkanya berasal dari lipatan itu, masing-masing dinilai oleh jaringan yang tidak mempelajarinya</translation>
        </message>
        <message>
            <location filename="../training/record.py" />
            <source>after the last epoch</source>
            <translation>setelah epoch terakhir</translation>
        </message>
        <message>
            <location filename="../training/report/gallery.py" />
            <source>seeking chips to show</source>
            <translation>mencari potongan untuk ditampilkan</translation>
        </message>
        <message>
            <location filename="../training/report/training_report.py" />
            <source>drawing the report</source>
            <translation>menggambar laporan</translation>
        </message>
        <message>
            <location filename="../training/report/training_report.py" />
            <source>the model is whole, but its report is not: %1</source>
            <translation>model utuh, tetapi laporannya tidak: %1</translation>
        </message>
        <message>
            <location filename="../training/report/training_report.py" />
            <source>the report has no plots, because matplotlib cannot be loaded (%1): %2</source>
            <translation>laporan tanpa grafik, karena matplotlib tidak dapat dimuat (%1): %2</translation>
        </message>
        <message>
            <location filename="../training/training_identity.py" />
            <source>pixels of the rasters</source>
            <translation>piksel raster</translation>
        </message>
        <message>
            <location filename="../training/training_identity.py" />
            <source>pixels of the labels</source>
            <translation>piksel label</translation>
        </message>
        <message>
            <location filename="../training/training_identity.py" />
            <source>file of the weights</source>
            <translation>berkas bobot</translation>
        </message>
        <message>
            <location filename="../training/training_identity.py" />
            <source>areas of the split</source>
            <translation>area pembagian</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>recipe</source>
            <translation>resep</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>ground</source>
            <translation>lahan</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>labels</source>
            <translation>label</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>classes</source>
            <translation>kelas</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>bands</source>
            <translation>kanal</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>values</source>
            <translation>nilai</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>network</source>
            <translation>jaringan</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>detail</source>
            <translation>rincian</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>context</source>
            <translation>konteks</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>chips</source>
            <translation>potongan</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>steps</source>
            <translation>langkah</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>learning</source>
            <translation>belajar</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>machine</source>
            <translation>mesin</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>memory</source>
            <translation>memori</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>time</source>
            <translation>waktu</translation>
        </message>
        <message>
            <location filename="../training/planning/lines.py" />
            <source>baseline</source>
            <translation>pembanding</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>raster or vector</source>
            <translation>raster atau vektor</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 raster</source>
            <translation>%1 raster</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 rasters</source>
            <translation>%1 raster</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 thread</source>
            <translation>%1 thread</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 threads</source>
            <translation>%1 thread</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 block</source>
            <translation>%1 blok</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 blocks</source>
            <translation>%1 blok</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 step</source>
            <translation>%1 langkah</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 steps</source>
            <translation>%1 langkah</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 epoch</source>
            <translation>%1 epoch</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 epochs</source>
            <translation>%1 epoch</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 on the folds</source>
            <translation>%1 pada lipatan</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 on all folds</source>
            <translation>%1 pada semua lipatan</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 for the model</source>
            <translation>%1 untuk model</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 on a random split to compare with</source>
            <translation>%1 pada pembagian acak sebagai pembanding</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>processor: %1, %2 threads, in %3</source>
            <translation>prosesor: %1, %2 thread, dalam %3</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>GPU: %1, in %2</source>
            <translation>GPU: %1, dalam %2</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>Apple's GPU: %1, in %2</source>
            <translation>GPU Apple: %1, dalam %2</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 to %2 MB</source>
            <translation>%1 sampai %2 MB</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 to %2 GB</source>
            <translation>%1 sampai %2 GB</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 to %2 TB</source>
            <translation>%1 sampai %2 TB</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>accuracy: %1</source>
            <translation>akurasi: %1</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>data: %1</source>
            <translation>data: %1</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>epochs: %1</source>
            <translation>epoch: %1</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>IoU of %1: %2</source>
            <translation>IoU %1: %2</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>split: %1</source>
            <translation>pembagian: %1</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>validation:</source>
            <translation>validasi:</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 blocks have labels, too few for %2 folds: choose fewer folds or smaller blocks, or label more ground</source>
            <translation>%1 blok memiliki label, terlalu sedikit untuk %2 lipatan: pilih lebih sedikit lipatan atau blok yang lebih kecil, atau beri label pada lebih banyak lahan</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 blocks have labels, too few for %2 folds: choose fewer folds, %3</source>
            <translation>%1 blok memiliki label, terlalu sedikit untuk %2 lipatan: pilih lebih sedikit lipatan, %3</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 areas have labels, too few for %2 folds: %3, or label more ground</source>
            <translation>%1 area memiliki label, terlalu sedikit untuk %2 lipatan: %3, atau beri label pada lebih banyak lahan</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1. unnamed, values %2 to %3</source>
            <translation>%1. tanpa nama, nilai %2 sampai %3</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 ha to learn from and %2 ha to validate on</source>
            <translation>%1 ha untuk dipelajari dan %2 ha untuk validasi</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 of what is learnt</source>
            <translation>%1 dari yang dipelajari</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 polygon</source>
            <translation>%1 poligon</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 polygons</source>
            <translation>%1 poligon</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 points</source>
            <translation>%1 titik</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 lines</source>
            <translation>%1 garis</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>float32 on %1</source>
            <translation>float32 di %1</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>bfloat16 on %1</source>
            <translation>bfloat16 di %1</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 features without a geometry</source>
            <translation>%1 fitur tanpa geometri</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 empty geometries</source>
            <translation>%1 geometri kosong</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 geometries of other kinds</source>
            <translation>%1 geometri jenis lain</translation>
        </message>
        <message>
            <location filename="../setup/told_sentences.py" />
            <source>%1 to %2 with 95 % confidence)</source>
            <translation>%1 sampai %2 dengan tingkat kepercayaan 95 %)</translation>
        </message>
    </context>
</TS>
